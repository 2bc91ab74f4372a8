/** A job process: loads TensorFlow once and serves the main process's requests with the engine. */
import { serve } from './serve';
import { datasetServices } from './services/datasets';
import { galleryServices } from './services/gallery';
import { inspectionServices } from './services/inspection';
import { runFileServices } from './services/run-files';
import { stopTraining, trainingServices } from './services/training';

serve(
  {
    ...datasetServices,
    ...trainingServices,
    ...inspectionServices,
    ...galleryServices,
    ...runFileServices,
  },
  stopTraining,
);

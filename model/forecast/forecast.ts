import { lastStepOf, stepsPerEpoch } from '../images/batches';
import { trainingImages } from '../images/split';
import { countLive } from '../nets/parameters';
import { parametersOf, pictureForm } from '../nets/model-shape';
import { receptiveField } from '../nets/architectures';
import type { Forecast } from '../reports';
import type { Settings } from '../settings';
import { preferredMicroBatch, trainingBytes } from '../training/memory-estimate';
import { card, cores, type Workers } from '../machine/workers';

/**
 * What a run with these settings on `images` images would take: parameters, steps, and bytes of memory. Loads no
 * TensorFlow.
 * @param classNames those of the images
 */
export function forecast(images: number, settings: Settings, classNames: readonly string[]): Forecast {
  const description = { settings, classNames: [...classNames], palette: [] };
  const { channels, classes } = pictureForm(description);
  const learnt = trainingImages(images, classes, settings.validationShare);
  const steps = stepsPerEpoch(learnt, settings.batchSize);
  const bytesOn = (workers: Workers) =>
    trainingBytes(description, preferredMicroBatch(settings, workers), workers);
  return {
    parameters: countLive(parametersOf(description)),
    // Never larger than a picture allows.
    receptiveField: Math.min(receptiveField(settings).side, 2 * settings.size - 1),
    trainingImages: learnt,
    stepsPerEpoch: steps,
    lastStep: lastStepOf(settings, steps),
    memoryBytes: {
      // The images stay in the machine's memory; a card holds only the current batch.
      cores: bytesOn(cores()) + images * channels * settings.size ** 2,
      card: bytesOn(card),
    },
  };
}

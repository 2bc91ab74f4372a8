import { lastStepOf, stepsPerEpoch } from '../images/batches';
import { splitImages } from '../images/split';
import { countLive } from '../nets/parameters';
import { pixelcnnParameters } from '../nets/pixelcnn-parameters';
import { receptiveField } from '../nets/receptive-field';
import type { Forecast } from '../reports';
import type { Settings } from '../settings';
import { preferredMicroBatch, trainingBytes } from './memory-estimate';

/** What a run with these settings on so many images would be, before it starts. Loads no TensorFlow. */
export function forecast(images: number, settings: Settings): Forecast {
  const { training } = splitImages(images, settings.validationShare, settings.seed);
  const steps = stepsPerEpoch(training.length, settings.batchSize);
  return {
    parameters: countLive(pixelcnnParameters(settings)),
    receptiveField: receptiveField(settings).side,
    stepsPerEpoch: steps,
    lastStep: lastStepOf(settings, steps),
    memoryBytes: trainingBytes(settings, preferredMicroBatch(settings)) + images * settings.size ** 2,
    availableBytes: process.availableMemory(),
  };
}

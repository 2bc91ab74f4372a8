import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-node';
import { StudioError } from '../errors';
import { pictureForm } from '../nets/model-shape';
import type { ModelDescription } from '../nets/model-description';
import { createNetwork } from '../nets/networks';
import { nameWeights } from '../nets/parameters';
import { randomUse, randomValues } from '../random';
import type { MeasuredForecast } from '../reports';
import { drawPictures } from '../sampling/sample';
import { untrained } from '../run/checkpoint';
import { batchOf, Learner } from '../training/learner';
import { freeBytes, workersHere } from '../machine/graphics-card';
import { fittingMicroBatch } from '../training/memory-estimate';

const pictures = 16;
/** Steps are measured for this long, two at least. */
const enoughMilliseconds = 4000;

/**
 * Measures what training and drawing will take on this machine: builds the network, takes some steps on pictures of
 * noise and draws a gallery.
 * @throws StudioError out-of-memory, cancelled
 */
export async function measureForecast(
  description: ModelDescription,
  signal?: AbortSignal,
): Promise<MeasuredForecast> {
  const { settings } = description;
  const turn = async () => {
    await setImmediate();
    if (signal?.aborted) throw new StudioError('cancelled', {});
  };
  const microBatch = fittingMicroBatch(description, freeBytes(), workersHere());
  const network = createNetwork(description);
  const noise = noiseFor(description);
  const indices = Uint32Array.from({ length: settings.batchSize }, (_, i) => i);
  const [levels, labels] = batchOf(noise, indices.subarray(0, Math.min(8, indices.length)));
  const weights = network.initialWeights(settings.seed, levels, labels);
  tf.dispose([levels, labels]);
  await turn();

  const learner = new Learner(network, noise, untrained(weights, settings), settings, {
    mode: 'graph',
    microBatch,
  });
  try {
    const times: number[] = [];
    const begin = performance.now();
    // The first step builds the graph and is not counted.
    for (let step = 1; times.length < 3 || performance.now() - begin < enoughMilliseconds; step++) {
      const start = performance.now();
      learner.step(indices, step);
      times.push(performance.now() - start);
      await turn();
    }
    const [preparing, ...steps] = times as [number, ...number[]];
    const drawing = performance.now();
    await drawPictures(
      { record: description, weights: nameWeights(network.parameters, weights) },
      { count: pictures, seed: settings.seed, temperature: 1, start: 'blank' },
      signal ? { signal } : {},
    );
    await turn();
    return {
      stepMilliseconds: steps.sort((a, b) => a - b)[steps.length >> 1] as number,
      steps: steps.length,
      preparingMilliseconds: preparing,
      galleryMilliseconds: performance.now() - drawing,
      galleryPictures: pictures,
      memoryBytes: process.memoryUsage.rss(),
    };
  } finally {
    learner.dispose();
  }
}

function noiseFor(description: ModelDescription) {
  const { size, batchSize } = description.settings;
  const { channels, levels } = pictureForm(description);
  const dice = randomValues(batchSize * size * size * channels, 1, randomUse.noise);
  return {
    pixels: Uint8Array.from(dice, (die) => Math.floor(die * levels)),
    height: size,
    width: size,
    channels,
    labels: new Uint32Array(batchSize),
  };
}

import os from 'node:os';
import * as tf from '@tensorflow/tfjs-node';
import type { Network } from '../nets/architecture';
import { randomUse, randomValues } from '../random';
import type { Settings } from '../settings';
import { correctedRate } from './adam';
import type { Arithmetic, Learnt } from './checkpoint';
import { learningRateAt } from './learning-rate';
import { plain, traced, type Runner } from './traced-graph';
import { evaluateStep, trainStep } from './train-step';
import { averageDecayAt } from './weight-average';

/** Pictures as levels, `count` of height * width * channels bytes, and the class of each. */
export interface LearnedPictures {
  pixels: Uint8Array;
  height: number;
  width: number;
  channels: number;
  /** All 0 where there are no classes. */
  labels: Uint16Array;
}

/**
 * A network that is being trained: its weights, Adam's moments and perhaps the weights' average as tensors, and the
 * functions that move them, made once for each size of batch. Whoever creates one disposes it.
 */
export class Learner {
  readonly #runners = new Map<string, Runner>();
  /** Weights, first moment, second moment, average. */
  #state: tf.Tensor[];

  constructor(
    private readonly network: Network,
    private readonly pictures: LearnedPictures,
    start: Learnt,
    private readonly settings: Settings,
    private arithmetic: Pick<Arithmetic, 'mode' | 'microBatch'>,
  ) {
    const { weights, firstMoment, secondMoment, average } = start;
    const vectors = [weights, firstMoment, secondMoment, ...(average ? [average] : [])];
    this.#state = vectors.map((vector) => tf.tensor1d(vector));
  }

  /**
   * One step on the pictures at these places.
   * @param step counted from 1
   * @returns the loss before the step, in nats per dimension
   */
  step(places: Uint32Array, step: number): number {
    const { settings } = this;
    const rate = correctedRate(learningRateAt(settings, step), step, settings);
    // As many dropout seeds as a whole batch needs, so that no step has one of another.
    const parts = Math.ceil(settings.batchSize / this.arithmetic.microBatch);
    const inputs = [
      ...gather(this.pictures, places, flipsAt(settings, step, places.length)),
      tf.tensor1d([...rate, averageDecayAt(settings.averageDecay, step)]),
      tf.tensor1d([settings.seed | 0, (step * parts) | 0], 'int32'),
      ...this.#state,
    ];
    const { run } = this.#runner('train', places.length, inputs);
    const [loss, ...moved] = run(...inputs) as [tf.Tensor, ...tf.Tensor[]];
    const [nats] = loss.dataSync();
    tf.dispose([loss, ...inputs]);
    this.#state = moved;
    return nats as number;
  }

  /**
   * Works on half as many pictures at once from here on, when memory ran out.
   * @returns the new number, or undefined when there is no less
   */
  halveMicroBatch(): number | undefined {
    const { microBatch } = this.arithmetic;
    if (microBatch === 1) return undefined;
    for (const runner of this.#runners.values()) runner.dispose();
    this.#runners.clear();
    this.arithmetic = { ...this.arithmetic, microBatch: microBatch >> 1 };
    return this.arithmetic.microBatch;
  }

  /** @returns the loss of the pictures at these places under the weights in use, summed, in nats */
  evaluate(places: Uint32Array): number {
    const batch = gather(this.pictures, places);
    const inputs = [...batch, this.#used];
    const [loss] = this.#runner('evaluate', places.length, inputs).run(...inputs) as [tf.Tensor];
    const [nats] = loss.dataSync();
    tf.dispose([loss, ...batch]);
    return nats as number;
  }

  /** The weights in use: their average, if there is one. */
  weights(): Float32Array {
    return this.#used.dataSync<'float32'>().slice();
  }

  read(): Learnt {
    const [weights, firstMoment, secondMoment, average = null] = this.#state.map((tensor) =>
      tensor.dataSync<'float32'>().slice(),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array?];
    return { weights, firstMoment, secondMoment, average };
  }

  dispose(): void {
    tf.dispose(this.#state);
    for (const runner of this.#runners.values()) runner.dispose();
    this.#runners.clear();
  }

  get #used(): tf.Tensor {
    return (this.#state[3] ?? this.#state[0]) as tf.Tensor;
  }

  /** A graph holds the shapes it was traced with, so each size of batch has its own. */
  #runner(kind: 'train' | 'evaluate', count: number, examples: readonly tf.Tensor[]): Runner {
    const key = `${kind} ${count}`;
    const known = this.#runners.get(key);
    if (known) return known;
    const { mode, microBatch } = this.arithmetic;
    const division = { microBatch, cores: os.cpus().length };
    const { network, settings } = this;
    // Only PixelCNN++ drops values.
    const dropout = settings.architecture === 'plus-plus' ? settings.dropout : 0;
    const compute =
      kind === 'train'
        ? trainStep(network, division, { ...settings, dropout })
        : evaluateStep(network, division);
    const runner = mode === 'graph' ? traced(compute, examples) : plain(compute);
    this.#runners.set(key, runner);
    return runner;
  }
}

/**
 * The pictures at these places as one batch, levels int32 [N,H,W,C] and labels int32 [N]; the caller disposes them.
 * @param flips which of them are mirrored
 */
export function gather(
  pictures: LearnedPictures,
  places: Uint32Array,
  flips: readonly boolean[] = [],
): [levels: tf.Tensor4D, labels: tf.Tensor1D] {
  const { pixels, height, width, channels } = pictures;
  const size = height * width * channels;
  const levels = new Int32Array(places.length * size);
  places.forEach((place, n) => {
    const picture = pixels.subarray(place * size, (place + 1) * size);
    levels.set(flips[n] ? mirrored(picture, width, channels) : picture, n * size);
  });
  return [
    tf.tensor4d(levels, [places.length, height, width, channels], 'int32'),
    tf.tensor1d(
      Array.from(places, (place) => pictures.labels[place] as number),
      'int32',
    ),
  ];
}

/** Half of the pictures, by dice that depend on the step and nothing else of the run's past. */
function flipsAt({ flips, seed }: Settings, step: number, count: number): boolean[] {
  if (flips === 'none') return [];
  return Array.from(randomValues(count, seed, randomUse.flips, step), (die) => die < 0.5);
}

function mirrored(picture: Uint8Array, width: number, channels: number): Uint8Array {
  return picture.map((_, i) => {
    const [pixel, channel] = [Math.floor(i / channels), i % channels];
    const column = pixel % width;
    return picture[(pixel - column + (width - 1 - column)) * channels + channel] as number;
  });
}

import * as tf from '@tensorflow/tfjs-node';
import type { Network } from '../nets/network';
import { layerWeightsLength } from '../nets/derived-weights';
import { randomUse, randomValues } from '../random';
import { applies, type Settings } from '../settings';
import { correctedRate } from './adam';
import type { Learnt } from '../run/checkpoint';
import { workersHere } from '../machine/graphics-card';
import { learningRateAt } from './learning-rate';
import { plain, traced, type PureFunction, type Runner } from '../tensorflow/traced-graph';
import {
  accumulateGradients,
  evaluateStep,
  applyGradients,
  trainStep,
  type Division,
  type Optimisation,
} from './train-step';
import type { Arithmetic } from '../run/training-state';
import { averageDecayAt } from './weight-average';
import { picturesPerCall, type Workers } from '../machine/workers';

/** Pictures as levels [N,H,W,C], and the class of each. */
export interface LearnedPictures {
  pixels: Uint8Array;
  height: number;
  width: number;
  channels: number;
  /** All 0 where there are no classes. */
  labels: Uint32Array;
}

/**
 * A network in training: its weights, Adam's moments and, if they are averaged, the average of the weights as
 * tensors, with one runner for each size of batch that updates them. Whoever creates a learner disposes it.
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
    private readonly workers: Workers = workersHere(),
  ) {
    const { weights, firstMoment, secondMoment, average } = start;
    const vectors = [weights, firstMoment, secondMoment, ...(average ? [average] : [])];
    this.#state = vectors.map((vector) => tf.tensor1d(vector));
  }

  /**
   * Takes one step on the pictures at these indices.
   * @param step counted from 1
   * @returns the loss before the step, in nats per dimension
   */
  step(indices: Uint32Array, step: number): number {
    return runToEnd(this.stepByCalls(indices, step));
  }

  /**
   * Takes one step and yields after every call of TensorFlow and every graph that is built. A step that is ended
   * early has changed nothing.
   */
  *stepByCalls(indices: Uint32Array, step: number): Generator<void, number> {
    const { settings, network, pictures } = this;
    const flips = flipsAt(settings, step, indices.length);
    const corrected = correctedRate(learningRateAt(settings, step), step, settings);
    const rates = tf.tensor1d([...corrected, averageDecayAt(settings.averageDecay, step)]);
    const count = this.#picturesPerCall;
    let sums: tf.Tensor[] = [];
    try {
      if (indices.length <= count) {
        const own = [...batchOf(pictures, indices, flips), rates, this.#dropoutSeed(step, 0)];
        const compute = () => trainStep(network, this.#division, this.#optimisation);
        return this.#replaceState(yield* this.#call(`step ${indices.length}`, compute, own, this.#state));
      }
      const values = indices.length * pictures.height * pictures.width * pictures.channels;
      const compute = () => accumulateGradients(network, this.#division, this.#optimisation.dropout, values);
      sums = [tf.scalar(0), tf.zeros([layerWeightsLength(network)])];
      for (let at = 0; at < indices.length; at += count) {
        const some = indices.subarray(at, at + count);
        const own = [
          ...batchOf(pictures, some, flips.slice(at, at + count)),
          this.#dropoutSeed(step, at / this.arithmetic.microBatch),
        ];
        const kept = [this.#state[0] as tf.Tensor, ...sums];
        const added = yield* this.#call(`gradients ${some.length} of ${indices.length}`, compute, own, kept);
        tf.dispose(sums);
        sums = added;
        yield;
      }
      const [loss, gradients] = sums as [tf.Tensor, tf.Tensor];
      sums = [loss];
      const move = () => applyGradients(network, this.#optimisation);
      const moved = yield* this.#call('move', move, [gradients, rates], this.#state);
      return this.#replaceState([loss, ...moved]);
    } finally {
      tf.dispose([rates, sums]);
    }
  }

  /**
   * Halves the micro-batch after memory ran out.
   * @returns the new size, or undefined if it was 1
   */
  halveMicroBatch(): number | undefined {
    const { microBatch } = this.arithmetic;
    if (microBatch === 1) return undefined;
    for (const runner of this.#runners.values()) runner.dispose();
    this.#runners.clear();
    this.arithmetic = { ...this.arithmetic, microBatch: microBatch >> 1 };
    return this.arithmetic.microBatch;
  }

  /** The summed loss of the pictures at these indices in nats, with the averaged weights if there are any. */
  evaluate(indices: Uint32Array): number {
    const count = this.#picturesPerCall;
    let sum = 0;
    for (let at = 0; at < indices.length; at += count) {
      const some = indices.subarray(at, at + count);
      const compute = () => evaluateStep(this.network, this.#division);
      const own = batchOf(this.pictures, some);
      const calls = this.#call(`evaluate ${some.length}`, compute, own, [this.#used]);
      const [loss] = runToEnd(calls) as [tf.Tensor];
      sum += loss.dataSync()[0] as number;
      loss.dispose();
    }
    return sum;
  }

  /** The averaged weights if there are any, otherwise the weights. */
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

  get #division(): Division {
    return { microBatch: this.arithmetic.microBatch, workers: this.workers.count };
  }

  get #picturesPerCall(): number {
    const { height, width } = this.pictures;
    const { microBatch } = this.arithmetic;
    return picturesPerCall(this.network.parameters, height * width, microBatch, this.workers);
  }

  get #optimisation(): Optimisation {
    const { settings } = this;
    return { ...settings, dropout: applies('dropout', settings) ? settings.dropout : 0 };
  }

  /** A seed for each micro-batch of each step, which no other has. */
  #dropoutSeed(step: number, part: number): tf.Tensor1D {
    const parts = Math.ceil(this.settings.batchSize / this.arithmetic.microBatch);
    return tf.tensor1d([this.settings.seed | 0, (step * parts + part) | 0], 'int32');
  }

  /** Replaces the state by the updated one. @returns the loss */
  #replaceState([loss, ...moved]: tf.Tensor[]): number {
    const nats = (loss as tf.Tensor).dataSync()[0] as number;
    tf.dispose([loss as tf.Tensor, ...this.#state]);
    this.#state = moved;
    return nats;
  }

  /**
   * Runs the function for a key, which names the shapes that a graph is fixed to. Yields after a graph is built.
   * Disposes `own` in any case.
   */
  *#call(
    key: string,
    compute: () => PureFunction,
    own: readonly tf.Tensor[],
    kept: readonly tf.Tensor[],
  ): Generator<void, tf.Tensor[]> {
    try {
      const inputs = [...own, ...kept];
      let runner = this.#runners.get(key);
      if (!runner) {
        runner = this.arithmetic.mode === 'graph' ? traced(compute(), inputs) : plain(compute());
        this.#runners.set(key, runner);
        yield;
      }
      return runner.run(...inputs);
    } finally {
      tf.dispose([...own]);
    }
  }
}

function runToEnd<T>(calls: Generator<void, T>): T {
  for (;;) {
    const call = calls.next();
    if (call.done) return call.value;
  }
}

/**
 * The pictures at these indices as one batch, levels int32 [N,H,W,C] and labels int32 [N]; the caller disposes them.
 * @param flips which of them to mirror
 */
export function batchOf(
  pictures: LearnedPictures,
  indices: Uint32Array,
  flips: readonly boolean[] = [],
): [levels: tf.Tensor4D, labels: tf.Tensor1D] {
  const { pixels, height, width, channels } = pictures;
  const size = height * width * channels;
  const levels = new Int32Array(indices.length * size);
  indices.forEach((index, n) => {
    const picture = pixels.subarray(index * size, (index + 1) * size);
    levels.set(flips[n] ? mirrored(picture, width, channels) : picture, n * size);
  });
  return [
    tf.tensor4d(levels, [indices.length, height, width, channels], 'int32'),
    tf.tensor1d(
      Array.from(indices, (index) => pictures.labels[index] as number),
      'int32',
    ),
  ];
}

/** Which pictures of a step are mirrored: half of them, by dice that depend only on seed and step. */
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

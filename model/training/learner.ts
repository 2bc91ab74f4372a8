import os from 'node:os';
import * as tf from '@tensorflow/tfjs-node';
import type { Network } from '../nets/architecture';
import { correctedRate, type AdamState } from './adam';
import type { Arithmetic } from './checkpoint';
import { plain, traced, type Runner } from './traced-graph';
import { evaluateStep, trainStep } from './train-step';

/** Pictures as levels, `count` of height * width * channels bytes. */
export interface LearnedPictures {
  pixels: Uint8Array;
  height: number;
  width: number;
  channels: number;
}

/**
 * A network that is being trained: its weights and Adam's moments as tensors, and the functions that move them, made
 * once for each size of batch. Whoever creates one disposes it.
 */
export class Learner {
  readonly #network: Network;
  readonly #pictures: LearnedPictures;
  readonly #arithmetic: Pick<Arithmetic, 'mode' | 'microBatch'>;
  readonly #runners = new Map<string, Runner>();
  #state: [weights: tf.Tensor, firstMoment: tf.Tensor, secondMoment: tf.Tensor];

  constructor(
    network: Network,
    pictures: LearnedPictures,
    start: AdamState<Float32Array>,
    arithmetic: Pick<Arithmetic, 'mode' | 'microBatch'>,
  ) {
    this.#network = network;
    this.#pictures = pictures;
    this.#arithmetic = arithmetic;
    this.#state = [
      tf.tensor1d(start.weights),
      tf.tensor1d(start.firstMoment),
      tf.tensor1d(start.secondMoment),
    ];
  }

  /**
   * One step on the pictures at these places.
   * @param step counted from 1
   * @returns the loss before the step, in nats per dimension
   */
  step(places: Uint32Array, learningRate: number, step: number): number {
    const levels = gather(this.#pictures, places);
    const rate = tf.tensor1d(correctedRate(learningRate, step));
    const inputs = [...this.#state, levels, rate];
    const { run } = this.#runner('train', places.length, inputs);
    const [loss, ...moved] = run(...inputs) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [nats] = loss.dataSync();
    tf.dispose([loss, ...inputs]);
    this.#state = moved;
    return nats as number;
  }

  /** @returns the loss of the pictures at these places, summed, in nats */
  evaluate(places: Uint32Array): number {
    const levels = gather(this.#pictures, places);
    const inputs = [this.#state[0], levels];
    const [loss] = this.#runner('evaluate', places.length, inputs).run(...inputs) as [tf.Tensor];
    const [nats] = loss.dataSync();
    tf.dispose([loss, levels]);
    return nats as number;
  }

  weights(): Float32Array {
    return this.#state[0].dataSync<'float32'>().slice();
  }

  read(): AdamState<Float32Array> {
    const [, firstMoment, secondMoment] = this.#state.map((tensor) =>
      tensor.dataSync<'float32'>().slice(),
    ) as [Float32Array, Float32Array, Float32Array];
    return { weights: this.weights(), firstMoment, secondMoment };
  }

  dispose(): void {
    tf.dispose(this.#state);
    for (const runner of this.#runners.values()) runner.dispose();
    this.#runners.clear();
  }

  /** A graph holds the shapes it was traced with, so each size of batch has its own. */
  #runner(kind: 'train' | 'evaluate', count: number, examples: readonly tf.Tensor[]): Runner {
    const key = `${kind} ${count}`;
    const known = this.#runners.get(key);
    if (known) return known;
    const { mode, microBatch } = this.#arithmetic;
    const make = kind === 'train' ? trainStep : evaluateStep;
    const compute = make(this.#network, { microBatch, cores: os.cpus().length });
    const runner = mode === 'graph' ? traced(compute, examples) : plain(compute);
    this.#runners.set(key, runner);
    return runner;
  }
}

/** The pictures at these places as one batch, int32 [N,H,W,C]; the caller disposes it. */
export function gather(pictures: LearnedPictures, places: Uint32Array): tf.Tensor4D {
  const { pixels, height, width, channels } = pictures;
  const size = height * width * channels;
  const levels = new Int32Array(places.length * size);
  places.forEach((place, n) => levels.set(pixels.subarray(place * size, (place + 1) * size), n * size));
  return tf.tensor4d(levels, [places.length, height, width, channels], 'int32');
}

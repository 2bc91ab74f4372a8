import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import type { Network } from '../nets/network';
import { initialWeights } from '../nets/initial-weights';
import { createNetwork } from '../nets/networks';
import { flatLength } from '../nets/parameters';
import { randomValues } from '../random';
import { closeTo, leavingNoTensor } from '../testing/assertions';
import { described } from '../testing/random-run';
import { correctedRate } from './adam';
import { plain, traced, type Runner } from '../tensorflow/traced-graph';
import { evaluateStep, trainStep, type Optimisation } from './train-step';

const network = createNetwork(described({ levels: 4, filters: 8, blocks: 2, firstKernel: 5 }));
/** Networks with all features: masks, classes, colours, dropout. */
const colourful = {
  gated: { architecture: 'gated', filters: 6, headFilters: 8, colour: 'rgb', classes: 'folders' },
  plusPlus: { architecture: 'plus-plus', filters: 3, mixtures: 2, colour: 'rgb', classes: 'folders' },
} as const;
const colourNetwork = (name: keyof typeof colourful) =>
  createNetwork(described({ levels: 4, blocks: 1, firstKernel: 3, ...colourful[name] }));

const size = 8;
const learningRate = 1e-2;
const betas = { beta1: 0.9, beta2: 0.999 };
const usual: Optimisation = { ...betas, clipNorm: 0, dropout: 0 };

interface Batch {
  levels: tf.Tensor4D;
  labels: tf.Tensor1D;
}

function pictures(count: number, seed = 1, channels = 1): Batch {
  const dice = randomValues(count * size * size * channels, seed, 0);
  return {
    levels: tf.tensor4d(
      Int32Array.from(dice, (die) => Math.floor(4 * die)),
      [count, size, size, channels],
      'int32',
    ),
    labels: tf.tensor1d(
      Array.from({ length: count }, (_, n) => n % 3),
      'int32',
    ),
  };
}

/** Weights, moments and, if requested, the average. */
function freshState({ parameters }: Network, isAveraged = false): tf.Tensor[] {
  const weights = initialWeights(parameters, 7);
  const moments = [tf.zeros([weights.length]), tf.zeros([weights.length])];
  return [tf.tensor1d(weights), ...moments, ...(isAveraged ? [tf.tensor1d(weights)] : [])];
}

const inputsOf = ({ levels, labels }: Batch, step: number, state: readonly tf.Tensor[], stays = 0) => [
  levels,
  labels,
  tf.tensor1d([...correctedRate(learningRate, step, betas), stays]),
  tf.tensor1d([1, step], 'int32'),
  ...state,
];

interface Learning {
  steps: number;
  of?: Network;
  /** The share of the average that stays, if there is one. */
  stays?: number;
}

/** Takes steps on one batch. @returns the losses, and weights, moments and average at the end */
function learn(runner: Runner, batch: Batch, { steps, of = network, stays }: Learning) {
  let state = freshState(of, stays !== undefined);
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const inputs = inputsOf(batch, step, state, stays);
    const [loss, ...moved] = runner.run(...inputs) as [tf.Tensor, ...tf.Tensor[]];
    losses.push(loss.dataSync()[0] as number);
    tf.dispose([loss, ...inputs.slice(2)]);
    state = moved;
  }
  const [weights, firstMoment, secondMoment, average] = state.map((tensor) =>
    tensor.dataSync<'float32'>().slice(),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array?];
  tf.dispose(state);
  return { losses, weights, firstMoment, secondMoment, average };
}

const plainStep = (microBatch: number, of = network, optimisation = usual) =>
  plain(trainStep(of, { microBatch, workers: 2 }, optimisation));

/** Traces on examples of the given batch. */
function tracedStep(microBatch: number, batch: Batch, of = network, optimisation = usual): Runner {
  const examples = inputsOf(batch, 1, freshState(of));
  const runner = traced(trainStep(of, { microBatch, workers: 2 }, optimisation), examples);
  tf.dispose(examples.slice(2));
  return runner;
}

const distance = (a: Float32Array, b: Float32Array) =>
  Math.hypot(...a.map((value, i) => value - (b[i] as number)));

test('weights derived once per step give the same result as weights derived in every pass', () =>
  leavingNoTensor(() => {
    const batch = pictures(4, 1, 3);
    const whole = colourNetwork('plusPlus');
    const { derived, ...bare } = whole;
    expect(derived?.length).toBeGreaterThan(10);
    const once = learn(plainStep(2, whole), batch, { steps: 3, of: whole });
    const everywhere = learn(plainStep(2, bare), batch, { steps: 3, of: bare });
    tf.dispose([batch.levels, batch.labels]);
    closeTo(once.losses, everywhere.losses, 1e-5);
    expect(distance(once.weights, everywhere.weights)).toBeLessThan(1e-3 * Math.hypot(...everywhere.weights));
  }));

test('micro-batches give the result of the whole batch, with a smaller last one too', () =>
  leavingNoTensor(() => {
    const batch = pictures(7);
    const whole = learn(plainStep(7), batch, { steps: 3 });
    const parts = learn(plainStep(3), batch, { steps: 3 });
    tf.dispose([batch.levels, batch.labels]);
    closeTo(parts.losses, whole.losses, 1e-5);
    // Rounding decides the sign of a gradient near 0, and the first step of Adam depends only on the sign.
    expect(distance(parts.weights, whole.weights)).toBeLessThan(
      1e-3 * distance(whole.weights, initialWeights(network.parameters, 7)),
    );
  }));

test('a traced step equals the plain step, over many steps and with a changing rate', () =>
  leavingNoTensor(() => {
    const batch = pictures(6);
    const runner = tracedStep(2, batch);
    const graph = learn(runner, batch, { steps: 10 });
    const eager = learn(plainStep(2), batch, { steps: 10 });
    runner.dispose();
    tf.dispose([batch.levels, batch.labels]);
    closeTo(graph.losses, eager.losses, 1e-4);
    expect(graph.losses[9]).toBeLessThan((graph.losses[0] as number) - 0.01);
  }));

test('a traced step takes other pictures of the same number', () =>
  leavingNoTensor(() => {
    const [first, second] = [pictures(4, 1), pictures(4, 2)];
    const runner = tracedStep(2, first);
    const graph = learn(runner, second, { steps: 1 });
    const eager = learn(plainStep(2), second, { steps: 1 });
    runner.dispose();
    tf.dispose([first.levels, first.labels, second.levels, second.labels]);
    closeTo(graph.losses, eager.losses, 1e-5);
  }));

test.each(['gated', 'plusPlus'] as const)('labels and dropout enter a traced step: %s', (name) =>
  leavingNoTensor(() => {
    const of = colourNetwork(name);
    const optimisation = { ...usual, dropout: name === 'plusPlus' ? 0.5 : 0, clipNorm: 1 };
    const batch = pictures(5, 1, 3);
    const runner = tracedStep(2, batch, of, optimisation);
    const graph = learn(runner, batch, { steps: 4, of });
    const eager = learn(plainStep(2, of, optimisation), batch, { steps: 4, of });
    closeTo(graph.losses, eager.losses, 1e-4);
    expect(learn(runner, batch, { steps: 4, of })).toEqual(graph);
    const others = { ...batch, labels: tf.tensor1d([1, 1, 0, 0, 2], 'int32') };
    expect(learn(runner, others, { steps: 1, of }).losses).not.toEqual(graph.losses.slice(0, 1));
    runner.dispose();
    tf.dispose([batch.levels, batch.labels, others.labels]);
  }),
);

test('dropout differs between steps and between micro-batches, and is the same for the same step', () =>
  leavingNoTensor(() => {
    const of = colourNetwork('plusPlus');
    const batch = pictures(1, 1, 3);
    const twice = { levels: tf.tile(batch.levels, [2, 1, 1, 1]), labels: tf.tile(batch.labels, [2]) };
    const state = freshState(of);
    const lossAt = (at: Batch, step: number, microBatch: number) => {
      const inputs = inputsOf(at, step, state);
      const results = plainStep(microBatch, of, { ...usual, dropout: 0.5 }).run(...inputs);
      const [nats] = (results[0] as tf.Tensor).dataSync();
      tf.dispose([...results, ...inputs.slice(2, 4)]);
      return nats as number;
    };
    expect(lossAt(batch, 3, 1)).toBe(lossAt(batch, 3, 1));
    expect(lossAt(batch, 4, 1)).not.toBe(lossAt(batch, 3, 1));
    // The mean over a picture and a copy with another mask.
    expect(Math.abs(lossAt(twice, 3, 1) - lossAt(batch, 3, 1))).toBeGreaterThan(1e-4);
    tf.dispose([...Object.values(batch), ...Object.values(twice), ...state]);
  }));

test('the same steps give the same bits', () =>
  leavingNoTensor(() => {
    const batch = pictures(6);
    const runner = tracedStep(2, batch);
    expect(learn(runner, batch, { steps: 5 })).toEqual(learn(runner, batch, { steps: 5 }));
    runner.dispose();
    tf.dispose([batch.levels, batch.labels]);
  }));

test('a gradient is clipped to the norm, and a shorter one is unchanged', () =>
  leavingNoTensor(() => {
    const batch = pictures(4);
    // After one step the first moment is a tenth of Adam's gradient.
    const gradient = (clipNorm: number) =>
      learn(plainStep(2, network, { ...usual, clipNorm }), batch, { steps: 1 }).firstMoment.map(
        (value) => value / (1 - betas.beta1),
      );
    const whole = gradient(0);
    const norm = Math.hypot(...whole);
    const clipped = gradient(norm / 50);
    expect(Math.hypot(...clipped) / (norm / 50)).toBeCloseTo(1, 5);
    closeTo(
      clipped.map((value) => value * 50),
      whole,
      1e-5 * norm,
    );
    closeTo(gradient(norm * 2), whole, 0);
    tf.dispose([batch.levels, batch.labels]);
  }));

test('the average moves towards the weights by the share that does not stay', () =>
  leavingNoTensor(() => {
    const batch = pictures(4);
    const start = initialWeights(network.parameters, 7);
    const averaged = (steps: number) => learn(plainStep(2), batch, { steps, stays: 0.75 });
    const [one, two] = [averaged(1), averaged(2)];
    const follow = (average: Float32Array, weights: Float32Array) =>
      average.map((value, i) => 0.75 * value + 0.25 * (weights[i] as number));
    const afterOne = follow(start, one.weights);
    closeTo(one.average as Float32Array, afterOne, 1e-6);
    closeTo(two.average as Float32Array, follow(afterOne, two.weights), 1e-6);
    // The average does not influence the weights.
    expect(two.weights).toEqual(learn(plainStep(2), batch, { steps: 2 }).weights);
    tf.dispose([batch.levels, batch.labels]);
  }));

test('an evaluation is the sum of the losses of the pictures, plain and traced', () =>
  leavingNoTensor(() => {
    const { levels, labels } = pictures(5);
    const weights = tf.tensor1d(initialWeights(network.parameters, 7));
    const compute = evaluateStep(network, { microBatch: 2, workers: 2 });
    const runner = traced(compute, [levels, labels, weights]);
    const sums = [plain(compute), runner].map(({ run }) => {
      const [sum] = run(levels, labels, weights) as [tf.Tensor];
      const [value] = sum.dataSync();
      sum.dispose();
      return value as number;
    });
    runner.dispose();
    const meanNats = (sums[0] as number) / levels.size;
    tf.dispose([weights, levels, labels]);
    closeTo([sums[1] as number], [sums[0] as number], 1e-3);
    // The loss of an untrained network is about log 4 per pixel.
    expect(Math.abs(meanNats - Math.log(4))).toBeLessThan(0.1);
  }));

test.each([network, colourNetwork('gated')])('masked weights stay unchanged and have no influence', (of) =>
  leavingNoTensor(() => {
    const batch = pictures(4, 1, of.form.channels);
    const step = plainStep(2, of);
    const { losses, weights } = learn(step, batch, { steps: 3, of });
    let at = 0;
    const isDead = new Uint8Array(flatLength(of.parameters));
    for (const { shape, mask } of of.parameters) {
      mask?.forEach((live, i) => (isDead[at + i] = 1 - live));
      at += shape.reduce((a, b) => a * b);
    }
    const dead = weights.filter((_, i) => isDead[i]);
    expect(dead.length).toBeGreaterThan(20);
    expect(dead.every((weight) => weight === 0)).toBe(true);

    const [fresh, ...moments] = freshState(of) as [tf.Tensor, ...tf.Tensor[]];
    const dirty = tf.tensor1d(fresh.dataSync<'float32'>().map((value, i) => (isDead[i] ? 9 : value)));
    const inputs = inputsOf(batch, 1, [dirty, ...moments]);
    const moved = step.run(...inputs);
    expect((moved[0] as tf.Tensor).dataSync()[0]).toBe(losses[0]);
    const kept = (moved[1] as tf.Tensor).dataSync().filter((_, i) => isDead[i]);
    expect(kept.every((value) => value === 9)).toBe(true);
    tf.dispose([fresh, ...moved, ...inputs]);
  }),
);

import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { initialWeights } from '../nets/initial-weights';
import { createNetwork } from '../nets/network';
import { randomValues } from '../random';
import { defaultSettings } from '../settings';
import { closeTo, leavingNoTensor } from '../testing/assertions';
import { correctedRate } from './adam';
import { plain, traced, type Runner } from './traced-graph';
import { evaluateStep, trainStep } from './train-step';

const settings = { ...defaultSettings, levels: 4, filters: 8, blocks: 2, firstKernel: 5 };
const network = createNetwork(settings);
const size = 8;
const learningRate = 1e-2;

function pictures(count: number, seed = 1): tf.Tensor4D {
  const levels = Int32Array.from(randomValues(count * size * size, seed, 0), (die) => Math.floor(4 * die));
  return tf.tensor4d(levels, [count, size, size, 1], 'int32');
}

function freshState(): tf.Tensor[] {
  const weights = initialWeights(network.parameters, 7);
  return [tf.tensor1d(weights), tf.zeros([weights.length]), tf.zeros([weights.length])];
}

/** Takes steps on one batch; answers the losses and the weights at the end. */
function learn(runner: Runner, batch: tf.Tensor4D, steps: number) {
  let state = freshState();
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const rate = tf.tensor1d(correctedRate(learningRate, step));
    const [loss, ...moved] = runner.run(...state, batch, rate);
    losses.push((loss as tf.Tensor).dataSync()[0] as number);
    tf.dispose([loss as tf.Tensor, rate, ...state]);
    state = moved;
  }
  const weights = (state[0] as tf.Tensor).dataSync<'float32'>().slice();
  tf.dispose(state);
  return { losses, weights };
}

/** Traces on examples of the given batch. */
function tracedStep(microBatch: number, batch: tf.Tensor4D): Runner {
  const examples = [...freshState(), batch, tf.zeros([2])];
  const runner = traced(trainStep(network, { microBatch, cores: 2 }), examples);
  tf.dispose(examples.filter((tensor) => tensor !== batch));
  return runner;
}

test('micro-batches add up to the whole batch, a smaller last one included', () =>
  leavingNoTensor(() => {
    const batch = pictures(7);
    const whole = learn(plain(trainStep(network, { microBatch: 7, cores: 2 })), batch, 3);
    const parts = learn(plain(trainStep(network, { microBatch: 3, cores: 2 })), batch, 3);
    batch.dispose();
    closeTo(parts.losses, whole.losses, 1e-5);
    // A gradient near 0 has a sign that rounding decides, and a first step of Adam follows the sign alone.
    const distance = (a: Float32Array, b: Float32Array) =>
      Math.hypot(...a.map((value, i) => value - (b[i] as number)));
    expect(distance(parts.weights, whole.weights)).toBeLessThan(
      1e-3 * distance(whole.weights, initialWeights(network.parameters, 7)),
    );
  }));

test('a traced step is the plain step, over many steps and with a rate that changes', () =>
  leavingNoTensor(() => {
    const batch = pictures(6);
    const runner = tracedStep(2, batch);
    const graph = learn(runner, batch, 10);
    const eager = learn(plain(trainStep(network, { microBatch: 2, cores: 2 })), batch, 10);
    runner.dispose();
    batch.dispose();
    closeTo(graph.losses, eager.losses, 1e-4);
    expect(graph.losses[9]).toBeLessThan((graph.losses[0] as number) - 0.01);
  }));

test('a traced step takes other pictures of the same number', () =>
  leavingNoTensor(() => {
    const [first, second] = [pictures(4, 1), pictures(4, 2)];
    const runner = tracedStep(2, first);
    const graph = learn(runner, second, 1);
    const eager = learn(plain(trainStep(network, { microBatch: 2, cores: 2 })), second, 1);
    runner.dispose();
    tf.dispose([first, second]);
    closeTo(graph.losses, eager.losses, 1e-5);
  }));

test('the same steps give the same bits', () =>
  leavingNoTensor(() => {
    const batch = pictures(6);
    const runner = tracedStep(2, batch);
    expect(learn(runner, batch, 5)).toEqual(learn(runner, batch, 5));
    runner.dispose();
    batch.dispose();
  }));

test('an evaluation is the sum of what the pictures cost, plain and traced', () =>
  leavingNoTensor(() => {
    const batch = pictures(5);
    const weights = tf.tensor1d(initialWeights(network.parameters, 7));
    const compute = evaluateStep(network, { microBatch: 2, cores: 2 });
    const runner = traced(compute, [weights, batch]);
    const sums = [plain(compute), runner].map(({ run }) => {
      const [sum] = run(weights, batch) as [tf.Tensor];
      const [value] = sum.dataSync();
      sum.dispose();
      return value as number;
    });
    runner.dispose();
    const meanNats = (sums[0] as number) / batch.size;
    tf.dispose([weights, batch]);
    closeTo([sums[1] as number], [sums[0] as number], 1e-3);
    // Untrained, it knows nothing: about log 4 a pixel.
    expect(Math.abs(meanNats - Math.log(4))).toBeLessThan(0.1);
  }));

test('masked weights stay where they are', () =>
  leavingNoTensor(() => {
    const batch = pictures(4);
    const { weights } = learn(plain(trainStep(network, { microBatch: 2, cores: 2 })), batch, 3);
    batch.dispose();
    const first = network.parameters[0];
    const dead = Array.from(weights.subarray(0, first?.mask?.length)).filter(
      (_, i) => first?.mask?.[i] === 0,
    );
    expect(dead.length).toBe(3 * settings.filters);
    expect(dead.every((weight) => weight === 0)).toBe(true);
  }));

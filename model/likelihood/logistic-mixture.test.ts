import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { randomValues } from '../random';
import { trainableMixture } from './likelihood-nats';
import golden from './logistic-mixture.golden.json';
import { logisticMixture } from './logistic-mixture';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

/** Plausible outputs: small means, and scales from a bin to the whole range. */
const randomOutputs = (count: number, seed: number) =>
  Array.from(randomValues(count, seed, 0), (value) => 4 * value - 2);

/** The joint probability straight from the definition, as a sum over components of products over channels. */
function jointProbability(
  outputs: readonly number[],
  pixel: readonly number[],
  levels: number,
  mixtures: number,
): number {
  const sigmoid = (t: number) => 1 / (1 + Math.exp(-t));
  const at = (index: number, k: number) => outputs[index * mixtures + k] as number;
  const x = pixel.map((level) => (2 * level) / (levels - 1) - 1) as [number, number, number];
  const parts = pixel.length === 3 ? 3 : 2;
  const weightOf = (k: number) => Math.exp(at(0, k));
  const components = Array.from({ length: mixtures }, (_, k) => k);
  const total = sum(components.map(weightOf));
  return sum(
    components.map((k) => {
      let product = weightOf(k) / total;
      pixel.forEach((level, channel) => {
        let mean = at(1 + parts * channel, k);
        if (channel === 1) mean += Math.tanh(at(3, k)) * x[0];
        if (channel === 2) mean += Math.tanh(at(6, k)) * x[0] + Math.tanh(at(9, k)) * x[1];
        const scale = Math.exp(Math.max(at(2 + parts * channel, k), -7));
        const upTo = (edge: number) => sigmoid((edge - mean) / scale);
        const halfBin = 1 / (levels - 1);
        const position = x[channel] as number;
        const end = level === levels - 1 ? 1 : upTo(position + halfBin);
        product *= end - (level === 0 ? 0 : upTo(position - halfBin));
      });
      return product;
    }),
  );
}

test('the golden values, in float64 to 1e-6 relative', () => {
  for (const { channels, mixtures, params, pixel, nll_nats } of golden.rows) {
    const nats = logisticMixture({ channels, mixtures, levels: 256 }).natsOfPixel(params, pixel);
    expect(Math.abs(sum(nats) / nll_nats - 1)).toBeLessThan(1e-6);
  }
});

test('the golden values in TensorFlow, to 1e-4 of max(1, nats)', () => {
  for (const { channels, mixtures, params, pixel, nll_nats } of golden.rows) {
    const nats = tf.tidy(() =>
      trainableMixture({ channels, mixtures, levels: 256 })
        .nats(tf.tensor4d(params, [1, 1, 1, params.length]), tf.tensor4d(pixel, [1, 1, 1, channels], 'int32'))
        .dataSync(),
    );
    expect(Math.abs(sum(nats) - nll_nats)).toBeLessThan(1e-4 * Math.max(1, nll_nats));
  }
});

test.each([
  { channels: 1, levels: 2, mixtures: 1 },
  { channels: 1, levels: 256, mixtures: 5 },
  { channels: 3, levels: 2, mixtures: 2 },
  { channels: 3, levels: 5, mixtures: 3 },
])('$channels channels, $levels levels: distributions sum to 1 and multiply to the joint', (shape) => {
  const { channels, levels, mixtures } = shape;
  const likelihood = logisticMixture(shape);
  const outputs = randomOutputs(likelihood.outputs, levels);
  for (let trial = 0; trial < 20; trial++) {
    const pixel = Array.from(randomValues(channels, trial, 1), (die) => Math.floor(die * levels));
    let product = 1;
    pixel.forEach((level, channel) => {
      const probabilities = likelihood.probabilities(outputs, channel, pixel.slice(0, channel));
      expect(probabilities).toHaveLength(levels);
      expect(sum(probabilities)).toBeCloseTo(1, 12);
      product *= probabilities[level] as number;
    });
    expect(product / jointProbability(outputs, pixel, levels, mixtures)).toBeCloseTo(1, 9);
    expect(Math.exp(-sum(likelihood.natsOfPixel(outputs, pixel)))).toBeCloseTo(product, 12);
  }
});

test.each([2, 7, 100, 256])('the probability of each of %i levels is exp(-nats), for any scale', (levels) => {
  const likelihood = logisticMixture({ channels: 1, levels, mixtures: 1 });
  for (const logScale of [-7, -5.5, -4, -2, 0, 3, 60]) {
    for (const mean of [-2, -1, -0.3, 0.01, 0.7, 1.4]) {
      const outputs = [0, mean, logScale];
      likelihood.probabilities(outputs, 0, []).forEach((probability, level) => {
        const [nats] = likelihood.natsOfPixel(outputs, [level]);
        const expected = Math.exp(-(nats as number));
        expect(Math.abs(probability - expected)).toBeLessThanOrEqual(1e-12 * expected + 1e-250);
      });
    }
  }
});

test('NaN and infinite outputs give no probabilities', () => {
  const { probabilities } = logisticMixture({ channels: 1, levels: 4, mixtures: 1 });
  for (const outputs of [
    [0, NaN, 0],
    [0, 0, NaN],
    [NaN, 0, 0],
  ]) {
    expect(probabilities(outputs, 0, []).some(Number.isNaN)).toBe(true);
  }
});

test('with a sharp component far away the sum stays 1 and the loss finite', () => {
  const likelihood = logisticMixture({ channels: 3, levels: 256, mixtures: 1 });
  const outputs = [0, -1, -9, 3, 1, -9, -3, 0.5, -9, 0];
  const pixel = [255, 0, 128];
  pixel.forEach((_, channel) => {
    expect(sum(likelihood.probabilities(outputs, channel, pixel.slice(0, channel)))).toBeCloseTo(1, 12);
  });
  expect(likelihood.natsOfPixel(outputs, pixel).every((nats) => nats > 0 && nats < 1e4)).toBe(true);
});

test.each([
  [1, 2],
  [1, 7],
  [1, 256],
  [3, 2],
  [3, 256],
])('TensorFlow agrees with float64: %i channels, %i levels', (channels, levels) => {
  const likelihood = trainableMixture({ channels, levels, mixtures: 4 });
  const pixels = 30;
  const outputs = randomOutputs(pixels * likelihood.outputs, 5);
  const values = Array.from(randomValues(pixels * channels, 6, 0), (die) => Math.floor(die * levels));
  const before = tf.memory().numTensors;
  const nats = tf.tidy(() =>
    likelihood
      .nats(
        tf.tensor4d(outputs, [2, 3, 5, likelihood.outputs]),
        tf.tensor4d(values, [2, 3, 5, channels], 'int32'),
      )
      .dataSync(),
  );
  expect(tf.memory().numTensors).toBe(before);
  for (let i = 0; i < pixels; i++) {
    const pixel = values.slice(i * channels, (i + 1) * channels);
    const own = outputs.slice(i * likelihood.outputs, (i + 1) * likelihood.outputs);
    likelihood.natsOfPixel(own, pixel).forEach((expected, channel) => {
      const found = nats[i * channels + channel] as number;
      expect(Math.abs(found - expected)).toBeLessThan(1e-4 * Math.max(1, expected));
    });
  }
});

test('gradients are finite at the ends, far away, and for extreme scales', () => {
  const likelihood = trainableMixture({ channels: 3, levels: 256, mixtures: 2 });
  const extremes = [-1e6, -300, -7, -1, 0, 1, 7, 90, 300, 1e6];
  const pixels = 400;
  const outputs = Array.from(
    randomValues(pixels * likelihood.outputs, 3, 0),
    (die) => extremes[Math.floor(die * extremes.length)] as number,
  );
  const ends = [0, 1, 128, 254, 255];
  const values = Array.from(randomValues(pixels * 3, 4, 0), (die) => ends[Math.floor(die * 5)] as number);
  tf.tidy(() => {
    const levels = tf.tensor4d(values, [1, 20, 20, 3], 'int32');
    const cost = (x: tf.Tensor) => tf.sum(likelihood.nats(x as tf.Tensor4D, levels)) as tf.Scalar;
    const { value, grad } = tf.valueAndGrad(cost)(tf.tensor4d(outputs, [1, 20, 20, likelihood.outputs]));
    expect(Number.isFinite(value.dataSync()[0])).toBe(true);
    expect(grad.dataSync().every((slope) => Number.isFinite(slope))).toBe(true);
  });
});

test.each([1, 3])('the gradient is the derivative of the float64 loss: %i channels', (channels) => {
  const likelihood = trainableMixture({ channels, levels: 16, mixtures: 3 });
  const outputs = randomOutputs(likelihood.outputs, 9);
  const pixels = [0, 4, 15].map((level) => [level, 15 - level, 7].slice(0, channels));
  const cost = (at: readonly number[]) => sum(pixels.map((pixel) => sum(likelihood.natsOfPixel(at, pixel))));
  const gradient = tf.tidy(() => {
    const levels = tf.tensor4d(pixels.flat(), [3, 1, 1, channels], 'int32');
    const start = tf.tensor4d(outputs, [1, 1, 1, likelihood.outputs]);
    const costOf = (x: tf.Tensor) =>
      tf.sum(likelihood.nats(tf.tile(x, [3, 1, 1, 1]) as tf.Tensor4D, levels)) as tf.Scalar;
    return tf.grad(costOf)(start).dataSync();
  });
  const direction = randomOutputs(likelihood.outputs, 10);
  const moved = (by: number) => outputs.map((value, i) => value + by * (direction[i] as number));
  const expected = (cost(moved(1e-5)) - cost(moved(-1e-5))) / 2e-5;
  expect(sum(direction.map((d, i) => d * (gradient[i] as number))) / expected).toBeCloseTo(1, 4);
});

test('only grey and RGB have a mixture', () => {
  const shape = { channels: 2, levels: 4, mixtures: 1 };
  expect(() => logisticMixture(shape)).toThrow(RangeError);
  expect(() => trainableMixture(shape)).toThrow(RangeError);
});

test.each([1, 3] as const)('the components together are the distribution, %i channels', (channels) => {
  const likelihood = logisticMixture({ channels, mixtures: 3, levels: 16 });
  const outputs = randomOutputs(likelihood.outputs, 11);
  for (let channel = 0; channel < channels; channel++) {
    const earlier = [3, 12].slice(0, channel);
    const components = likelihood.components?.(outputs, channel, earlier) ?? [];
    expect(components).toHaveLength(3);
    likelihood.probabilities(outputs, channel, earlier).forEach((p, level) => {
      expect(sum(components.map((own) => own[level] as number))).toBeCloseTo(p, 12);
    });
  }
});

import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { closeTo } from '../testing/assertions';
import { categorical } from './categorical';
import { trainableCategorical } from './likelihood-nats';

test('TensorFlow and float64 agree on every pixel and channel', () => {
  const shape = { channels: 2, levels: 3 };
  const { nats } = trainableCategorical(shape);
  const { natsOfPixel } = categorical(shape);
  const outputs = [1, -2, 0.5, 3, 0, -1, 0, 0, 0, 2, 2, 9];
  const levels = [0, 2, 1, 0];
  const inTensorFlow = tf.tidy(() =>
    nats(tf.tensor4d(outputs, [1, 1, 2, 6]), tf.tensor4d(levels, [1, 1, 2, 2], 'int32')).dataSync(),
  );
  const inFloat64 = [0, 1].flatMap((pixel) => [
    ...natsOfPixel(outputs.slice(6 * pixel, 6 * pixel + 6), levels.slice(2 * pixel, 2 * pixel + 2)),
  ]);
  closeTo(inTensorFlow, inFloat64, 1e-5);
  expect(inFloat64[2]).toBeCloseTo(Math.log(3), 12);
});

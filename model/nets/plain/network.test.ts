import * as tf from '@tensorflow/tfjs-node';
import { expect, test } from 'vitest';
import { randomPicture } from '../../inspection/causality';
import type { Settings } from '../../settings';
import { closeTo, leavingNoTensor } from '../../testing/assertions';
import { countForbidden, influences, withSubject } from '../../testing/network-proofs';
import { described } from '../../testing/random-run';
import { parametersOf } from '../model-shape';
import { countLive } from '../parameters';
import { receptiveField } from '../architectures';

const tiny: Partial<Settings> = { levels: 4, filters: 6, blocks: 2, firstKernel: 5, kernel: 3 };

test.each([
  { firstKernel: 7, kernel: 3, blocks: 1, side: 8 },
  { firstKernel: 3, kernel: 5, blocks: 2, side: 6 },
  { firstKernel: 5, kernel: 3, blocks: 0, side: 5 },
  { firstKernel: 3, kernel: 3, blocks: 3, side: 7 },
])('no distribution depends on its own pixel or a later one, with any kernels: %o', ({ side, ...changes }) =>
  leavingNoTensor(() => {
    const canvas = { height: side, width: side };
    expect(withSubject({ ...tiny, ...changes }, (subject) => countForbidden(subject, canvas))).toBe(0);
  }),
);

test('the pixels of the receptive field have an influence, and no others: there is a blind spot', () => {
  const side = 9;
  // Enough filters that ReLUs which happen to be 0 block no path.
  const shape = { architecture: 'plain', filters: 32, firstKernel: 3, kernel: 3, blocks: 2 } as const;
  const { reach, lastColumns } = receptiveField(shape);
  const [row, column] = [5, 4];
  const seen = withSubject({ ...tiny, ...shape }, (subject) =>
    influences(subject, { height: side, width: side }).map((targets) => targets[row * side + column]),
  );
  seen.forEach((isSeen, source) => {
    const up = row - Math.floor(source / side);
    const right = (source % side) - column;
    const isExpected = up >= 0 && up <= reach && right >= -reach && right <= (lastColumns[up] as number);
    expect(isSeen, `from ${up} up, ${right} right`).toBe(isExpected);
  });
  // This pixel is within reach, but not seen.
  expect(seen[(row - 1) * side + column + 2]).toBe(false);
});

test.each([2, 4, 256])('with a last layer of zeros every pixel costs log2(%i) bits', (levels) =>
  withSubject({ ...tiny, levels }, ({ network, weights }) => {
    const bits = tf.tidy(() => {
      const zeroed = new Map(
        [...weights].map(([name, tensor]) => [name, name.startsWith('out.') ? tf.zerosLike(tensor) : tensor]),
      );
      const picture = tf.tensor4d(randomPicture(network, { height: 8, width: 8 }), [1, 8, 8, 1], 'int32');
      return tf.div(network.likelihood.nats(network.outputs(zeroed, picture), picture), Math.LN2).dataSync();
    });
    closeTo(bits, new Float64Array(64).fill(Math.log2(levels)), 1e-5);
  }),
);

test('the number of live weights is that of the notebook', () => {
  const parameters = parametersOf(
    described({ filters: 128, blocks: 5, levels: 4, firstKernel: 7, kernel: 3 }),
  );
  const first = 24 * 128 + 128;
  const block = 128 * 64 + 64 + (5 * 64 * 64 + 64) + 64 * 128 + 128;
  const head = 2 * (128 * 128 + 128) + 128 * 4 + 4;
  expect(countLive(parameters)).toBe(first + 5 * block + head);
});

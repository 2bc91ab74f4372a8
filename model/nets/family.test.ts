/** Causality, normalisation and gradients of every architecture, for grey, colour and palette pictures, and with classes. */
import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomPicture, type Canvas } from '../inspection/causality';
import { applies, defaultSettings, type Settings } from '../settings';
import {
  countForbidden,
  influences,
  gradientError,
  totalProbability,
  withSubject,
} from '../testing/network-proofs';
import { weightTensors } from './networks';
import { architectureNames, receptiveField, type ArchitectureName } from './architectures';

let tensorsBefore = 0;
beforeEach(() => {
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

/** Widths that colours do not divide evenly, with enough filters that ReLUs which happen to be 0 block no path. */
const small = { filters: 31, blocks: 2, firstKernel: 5, kernel: 3, headFilters: 61, mixtures: 2 };
/** Changes that some architectures require, or that make their proofs fast. */
const ofTheirOwn: Partial<Record<ArchitectureName, Partial<Settings>>> = {
  plain: { filters: 62, blocks: 1 },
  'plus-plus': { filters: 5, blocks: 1 },
};
const tiny = (architecture: ArchitectureName) => ({ architecture, ...small, ...ofTheirOwn[architecture] });

const forms: Record<string, Partial<Settings>> = {
  grey: {},
  rgb: { colour: 'rgb' },
  palette: { colour: 'palette' },
  classes: { classes: 'folders' },
};

/** Sides above 4 and no multiple of it, for every phase of both strides of PixelCNN++ and for padded edges. */
const canvas = { height: 6, width: 5 };

const family = architectureNames.flatMap((architecture) =>
  Object.entries(forms).map(([form, changes]) => {
    const own = { levels: 5, ...tiny(architecture), ...changes };
    /** Without dropout, and with it where the architecture uses it. */
    const modes = applies('dropout', own) ? [false, true] : [false];
    return { name: `${architecture}, ${form}`, form, own, modes };
  }),
);

describe.each(family)('causality: $name', ({ form, own, modes }) => {
  test.each(modes)('no distribution depends on later pixels (training: %o)', (training) => {
    const forbidden = withSubject(own, (subject) => countForbidden(subject, canvas), training);
    expect(forbidden).toBe(0);
  });

  test('the measurement finds a leak that was added', () => {
    withSubject(own, ({ network, ...rest }) => {
      // Without masks the likelihood orders the channels, so reversing them is no leak.
      const ordersChannels = form === 'rgb' && network.parameters.some(({ mask }) => mask);
      for (const axis of ordersChannels ? [2, 3] : [2]) {
        const outputs: typeof network.outputs = (weights, levels, options) =>
          network.outputs(weights, tf.reverse(levels, axis), options);
        const leaking = { network: { ...network, outputs }, ...rest };
        expect(countForbidden(leaking, { height: 3, width: 4 })).toBeGreaterThan(0);
      }
    });
  });

  test('a pixel sees its whole receptive field, and nothing else', () => {
    withSubject(own, (subject) => {
      const { channels } = subject.network.form;
      const seen = influences(subject, canvas);
      const missed = seen.flatMap((targets, source) =>
        targets.flatMap((isSeen, target) => {
          const isExpected = source < target && isInField(own, source, target, channels);
          return isSeen === isExpected ? [] : [{ source, target, isSeen }];
        }),
      );
      expect(missed).toEqual([]);
    });
  });
});

describe.each(family)('probabilities and gradients: $name', ({ form, own, modes }) => {
  test('the probabilities of all pictures sum to 1', () => {
    const { levels, ...size } = everyPicture[form] as Canvas & { levels: number };
    withSubject({ ...own, levels }, (subject) => {
      expect(Math.abs(totalProbability(subject, size) - 1)).toBeLessThan(1e-4);
    });
  });

  test.each(modes)('the gradient is the gradient of the cost (training: %o)', (training) => {
    withSubject(
      { ...own, levels: 8 },
      (subject) => {
        expect(gradientError(subject, canvas)).toBeLessThan(0.01);
      },
      training,
    );
  });

  test('every parameter has an influence, and no masked weight has', () => {
    withSubject(own, ({ network, weights, options }) => {
      tf.tidy(() => {
        const { parameters, likelihood } = network;
        const shape = [1, canvas.height, canvas.width, network.form.channels] as const;
        const levels = tf.tensor4d(randomPicture(network, canvas), [...shape], 'int32');
        const cost = (...values: tf.Tensor[]) => {
          const named = new Map(parameters.map(({ name }, i) => [name, values[i] as tf.Tensor]));
          return tf.sum(likelihood.nats(network.outputs(named, levels, options?.(1)), levels));
        };
        const gradients = tf.grads(cost)(parameters.map(({ name }) => weights.get(name) as tf.Tensor));
        const idle = parameters.filter(
          (_, i) => !gradients[i]?.dataSync().some((gradient) => gradient !== 0),
        );
        expect(idle.map(({ name }) => name)).toEqual([]);

        const values = [...weights].map(
          ([name, tensor]) => [name, tensor.dataSync<'float32'>().slice()] as const,
        );
        const hidden = new Map(values);
        for (const { name, mask } of parameters)
          mask?.forEach((isLive, i) => isLive || hidden.get(name)?.fill(NaN, i, i + 1));
        const outputs = (tensors: typeof weights) =>
          network.outputs(tensors, levels, options?.(1)).dataSync<'float32'>();
        const masked = weightTensors(network, hidden);
        expect(outputs(masked)).toEqual(outputs(weights));
      });
    });
  });
});

/** Sizes small enough to try all pictures. */
const everyPicture: Record<string, Canvas & { levels: number }> = {
  grey: { height: 3, width: 3, levels: 2 },
  rgb: { height: 1, width: 2, levels: 2 },
  palette: { height: 2, width: 2, levels: 4 },
  classes: { height: 2, width: 1, levels: 7 },
};

/** Whether the pixel of variable `source` is in the receptive field of the pixel of `target`. */
function isInField(settings: Partial<Settings>, source: number, target: number, channels: number): boolean {
  const [there, here] = [source, target].map((variable) => Math.floor(variable / channels)) as [
    number,
    number,
  ];
  const up = Math.floor(here / canvas.width) - Math.floor(there / canvas.width);
  const right = (there % canvas.width) - (here % canvas.width);
  const { reach, lastColumns } = receptiveField({ ...defaultSettings, ...settings });
  // A variable always sees the earlier channels of its own pixel.
  return there === here || (right >= -reach && right <= (lastColumns[up] ?? -Infinity));
}

describe.each(architectureNames)('%s', (architecture) => {
  const own = { levels: 4, ...tiny(architecture) };

  test('classes change the outputs and are required', () => {
    withSubject({ ...own, classes: 'folders' }, ({ network, weights }) => {
      tf.tidy(() => {
        const levels = tf.tensor4d(randomPicture(network, canvas), [1, 6, 5, 1], 'int32');
        const outputs = (label: number) =>
          network.outputs(weights, levels, { labels: tf.tensor1d([label], 'int32') }).dataSync<'float32'>();
        expect(outputs(0)).not.toEqual(outputs(2));
        expect(outputs(1)).not.toEqual(outputs(2));
        expect(() => network.outputs(weights, levels)).toThrow(RangeError);
      });
    });
  });

  test('pictures may have any height and width', () => {
    withSubject({ ...own, colour: 'rgb' }, ({ network, weights }) => {
      tf.tidy(() => {
        for (const [height, width] of [
          [1, 1],
          [3, 9],
          [5, 4],
          [8, 8],
        ] as const) {
          const levels = tf.zeros<tf.Rank.R4>([2, height, width, 3], 'int32');
          const outputs = network.outputs(weights, levels);
          expect(outputs.shape).toEqual([2, height, width, network.likelihood.outputs]);
          expect(outputs.dataSync<'float32'>().every(Number.isFinite)).toBe(true);
        }
      });
    });
  });
});

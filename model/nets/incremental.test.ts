/** The incremental form of every architecture, compared with one forward pass of TensorFlow. */
import { describe, expect, test, vi } from 'vitest';
import { KernelMemory } from '../kernel/kernel-memory';
import type { Settings } from '../settings';
import { drawShare, shareDrawing } from '../sampling/cached-sampler';
import { drawPictures } from '../sampling/sample';
import { compareOutputs, givenPictures, walk } from '../testing/incremental-proofs';
import { randomRun } from '../testing/random-run';
import { comparePicks, conditionals } from '../testing/sampler-proofs';
import { architectureNames, type ArchitectureName } from './architectures';
import { bytesPerPicture, createIncrementalNetwork } from './incremental-networks';

interface Subject {
  /** The settings of `nets` unless they differ. */
  usual: Partial<Settings>;
  /** Every colour mode, with and without classes; numbers of filters that fill the lanes of the kernel, and that do not. */
  nets: Partial<Settings>[];
  sizes: readonly (readonly [height: number, width: number])[];
  /** A colour network that knows classes. */
  small: Partial<Settings>;
  memory: { settings: Partial<Settings>; height: number; width: number }[];
  /** The share of a picture's memory that may be reserved without being counted. */
  uncounted: number;
}

const subjects: Record<ArchitectureName, Subject> = {
  plain: {
    usual: { blocks: 2 },
    nets: [
      { colour: 'grey', filters: 20, levels: 5, kernel: 5 },
      { colour: 'grey', filters: 16, levels: 2, classes: 'folders', inputScaling: 'levels' },
      { colour: 'rgb', filters: 20, levels: 5, firstKernel: 3 },
      // Fewer filters than colours.
      { colour: 'rgb', filters: 2, levels: 4 },
      { colour: 'rgb', filters: 48, levels: 256, classes: 'folders', blocks: 1 },
      { colour: 'rgb', filters: 8, levels: 3, blocks: 0 },
      { colour: 'palette', filters: 12, levels: 4 },
      { colour: 'palette', filters: 20, levels: 32, classes: 'folders', kernel: 5, firstKernel: 5 },
    ],
    sizes: [
      [6, 9],
      [7, 1],
    ],
    small: { filters: 12, blocks: 2, levels: 4 },
    memory: [{ settings: { filters: 20, blocks: 3, kernel: 5 }, height: 9, width: 60 }],
    uncounted: 0.05,
  },
  gated: {
    usual: { blocks: 3, headFilters: 14 },
    nets: [
      { colour: 'grey', filters: 20, levels: 5, kernel: 5 },
      { colour: 'grey', filters: 7, levels: 2, classes: 'folders', inputScaling: 'levels' },
      { colour: 'rgb', filters: 20, levels: 5, firstKernel: 3 },
      // Fewer filters than colours.
      { colour: 'rgb', filters: 2, headFilters: 2, levels: 4 },
      { colour: 'rgb', filters: 25, levels: 256, classes: 'folders', blocks: 2 },
      { colour: 'rgb', filters: 9, levels: 3, blocks: 1, classes: 'folders' },
      { colour: 'palette', filters: 12, levels: 4 },
      { colour: 'palette', filters: 21, levels: 32, classes: 'folders', kernel: 5, firstKernel: 5 },
    ],
    sizes: [
      [6, 9],
      [7, 1],
    ],
    small: { filters: 12, headFilters: 12, blocks: 3, levels: 4 },
    memory: [{ settings: { filters: 20, headFilters: 12, blocks: 3, kernel: 5 }, height: 9, width: 60 }],
    uncounted: 0.05,
  },
  'plus-plus': {
    usual: {},
    nets: [
      { colour: 'grey', filters: 6, blocks: 1, levels: 5, mixtures: 3 },
      { colour: 'grey', filters: 8, blocks: 2, levels: 256, classes: 'folders' },
      { colour: 'rgb', filters: 16, blocks: 2, levels: 256 },
      { colour: 'rgb', filters: 5, blocks: 1, levels: 4, classes: 'folders' },
      { colour: 'palette', filters: 4, blocks: 2, levels: 11 },
      { colour: 'palette', filters: 9, blocks: 1, levels: 32, classes: 'folders' },
    ],
    // Every remainder that its strides can leave.
    sizes: [
      [9, 8],
      [6, 9],
      [4, 10],
      [7, 11],
      [1, 3],
      [2, 1],
    ],
    small: { filters: 7, blocks: 1, levels: 16 },
    memory: [
      { settings: { filters: 8, blocks: 1, levels: 16 }, height: 9, width: 30 },
      { settings: { filters: 12, blocks: 3, levels: 16 }, height: 40, width: 21 },
    ],
    uncounted: 0.02,
  },
};

describe.each(architectureNames)('%s', (architecture) => {
  const { usual, nets, sizes, small } = subjects[architecture];
  const coloured = { architecture, colour: 'rgb', classes: 'folders' } as const;

  test.each(nets)("the outputs at every pixel and channel equal TensorFlow's: %o", (changes) => {
    const run = randomRun({ architecture, ...usual, ...changes });
    for (const [height, width] of sizes) {
      const { furthest, range } = compareOutputs(run, givenPictures(run, { count: 5, height, width }));
      expect(furthest).toBeLessThan(1e-4);
      expect(range).toBeGreaterThan(0.1);
    }
  });

  test('new pictures do not depend on those before, and the last may be left out', () => {
    const run = randomRun({ ...coloured, ...small });
    const canvas = { count: 5, height: 6, width: 5 };
    const network = createIncrementalNetwork(run.record, run.weights, canvas);
    const [first, second] = [givenPictures(run, canvas, 1), givenPictures(run, canvas, 2)];
    const expected = walk(network, first);
    expect(walk(network, second)).not.toEqual(expected);
    const few = { ...first, count: 3, classes: first.classes?.slice(0, 3) };
    expect(walk(network, few)).toEqual(expected.map((outputs) => outputs.slice(0, 3)));
  });

  test.each(['grey', 'rgb'] as const)('pictures may be at different positions: %s', (colour) => {
    const run = randomRun({ ...coloured, ...small, colour });
    const canvas = { count: 2, height: 6, width: 5 };
    const pictures = givenPictures(run, canvas);
    const { channels } = pictures;
    const network = createIncrementalNetwork(run.record, run.weights, canvas);
    const expected = walk(network, pictures);
    network.begin(pictures.classes);
    // The second picture is a row and two pixels behind.
    for (let step = 0; step < 30; step++) {
      const positions = step < 7 ? [step] : [step, step - 7];
      const pixels = Uint32Array.from(positions, (position, picture) => 30 * picture + position);
      for (let channel = 0; channel < channels; channel++) {
        const outputs = network.outputsAt(pixels, channel).map((own) => own.slice());
        expect(outputs).toEqual(
          positions.map((position, picture) => expected[channels * position + channel]?.[picture]),
        );
        for (const pixel of pixels) {
          network.put(pixel, channel, pictures.pixels[channels * pixel + channel] as number);
        }
      }
    }
  });
});

const kept = architectureNames.flatMap((architecture) => {
  const { memory, uncounted } = subjects[architecture];
  return memory.map((canvas) => ({ architecture, uncounted, ...canvas }));
});

test.each(kept)('the memory that one picture needs is counted, except for a small part: %o', (subject) => {
  const { architecture, uncounted, settings, ...size } = subject;
  const run = randomRun({ architecture, colour: 'rgb', classes: 'folders', ...settings });
  const reserve = vi.spyOn(KernelMemory.prototype, 'reserve');
  const bytesFor = (count: number) => {
    reserve.mockClear();
    createIncrementalNetwork(run.record, run.weights, { count, ...size });
    return reserve.mock.calls.reduce((sum, [bytes]) => sum + bytes, 0);
  };
  const share = (bytesFor(5) - bytesFor(1)) / 4 / bytesPerPicture(run.record, size);
  reserve.mockRestore();
  expect(share).toBeGreaterThanOrEqual(1);
  expect(share).toBeLessThan(1 + uncounted);
});

test.each(subjects['plus-plus'].nets)(
  "PixelCNN++ draws the levels that TensorFlow's outputs pick, the same in batches of any size: %o",
  async (changes) => {
    const run = randomRun({ architecture: 'plus-plus', ...changes });
    const dice = { firstImage: 3, seed: 11, temperature: 1 };
    const drawing = { ...dice, count: 6, height: 7, width: 6 };
    const { pictures } = await drawPictures(run, { ...drawing, start: 'blank' }, { threads: 0 });
    const classOf = (picture: number) => (dice.firstImage + picture) % 3;
    const { wrong, ties } = comparePicks(conditionals(run, pictures, classOf), pictures, dice);
    expect(wrong).toBe(0);
    expect(ties).toBeLessThanOrEqual(2);
    expect(new Set(pictures.pixels).size).toBeGreaterThan(1);
    for (const batch of [1, 2, 5]) {
      const shared = shareDrawing(run.record, run.weights, drawing, batch);
      for (const share = drawShare(shared); !share.next().done;);
      expect(new Uint8Array(shared.pixels)).toEqual(pictures.pixels);
    }
  },
);

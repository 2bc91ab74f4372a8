import { expect, test, vi } from 'vitest';
import type { Settings } from '../../settings';
import { compareLogits, givenPictures, walk } from '../../testing/incremental-proofs';
import { randomRun } from '../../testing/random-run';
import { bytesPerPicture, createIncrementalNetwork } from '../incremental-networks';
import { KernelMemory } from '../../kernel/kernel-memory';

/** Every colour mode, with and without classes; odd numbers of filters, and fewer than colours. */
const nets: Partial<Settings>[] = [
  { colour: 'grey', filters: 20, levels: 5, kernel: 5 },
  { colour: 'grey', filters: 7, levels: 2, classes: 'folders', inputScaling: 'levels' },
  { colour: 'rgb', filters: 20, levels: 5, firstKernel: 3 },
  { colour: 'rgb', filters: 2, headFilters: 2, levels: 4 },
  { colour: 'rgb', filters: 25, levels: 256, classes: 'folders', blocks: 2 },
  { colour: 'rgb', filters: 9, levels: 3, blocks: 1, classes: 'folders' },
  { colour: 'palette', filters: 12, levels: 4 },
  { colour: 'palette', filters: 21, levels: 32, classes: 'folders', kernel: 5, firstKernel: 5 },
];

test.each(nets)("TensorFlow's logits at every pixel and channel: %o", (changes) => {
  const run = randomRun({ architecture: 'gated', blocks: 3, headFilters: 14, ...changes });
  for (const size of [
    { height: 6, width: 9 },
    { height: 7, width: 1 },
  ]) {
    const { furthest, range } = compareLogits(run, givenPictures(run, { count: 5, ...size }));
    expect(furthest).toBeLessThan(1e-4);
    expect(range).toBeGreaterThan(0.1);
  }
});

test('new pictures know nothing of those before, and the last may be left out', () => {
  const run = randomRun({
    architecture: 'gated',
    colour: 'rgb',
    filters: 12,
    headFilters: 12,
    blocks: 3,
    levels: 4,
    classes: 'folders',
  });
  const canvas = { count: 5, height: 5, width: 6 };
  const network = createIncrementalNetwork(run.record, run.weights, canvas);
  const [first, second] = [givenPictures(run, canvas, 1), givenPictures(run, canvas, 2)];
  const expected = walk(network, first);
  expect(walk(network, second)).not.toEqual(expected);
  const few = { ...first, count: 3, classes: first.classes?.slice(0, 3) };
  expect(walk(network, few)).toEqual(expected.map((said) => said.slice(0, 3)));
});

test('pictures may be at different places', () => {
  const run = randomRun({
    architecture: 'gated',
    headFilters: 12,
    filters: 12,
    blocks: 2,
    levels: 4,
    classes: 'folders',
  });
  const [height, width] = [5, 6];
  const pictures = givenPictures(run, { count: 2, height, width });
  const network = createIncrementalNetwork(run.record, run.weights, pictures);
  const expected = walk(network, pictures);
  network.begin(pictures.classes);
  // The second picture is a row and two pixels behind.
  for (let step = 0; step < height * width; step++) {
    const places = step < 8 ? [step] : [step, step - 8];
    const pixels = Uint32Array.from(places, (place, picture) => picture * height * width + place);
    const said = network.outputsAt(pixels, 0).map((outputs) => outputs.slice());
    expect(said).toEqual(places.map((place, picture) => expected[place]?.[picture]));
    for (const pixel of pixels) network.put(pixel, 0, pictures.pixels[pixel] as number);
  }
});

test('what one picture keeps is told, but for its latest pixel', () => {
  const run = randomRun({
    architecture: 'gated',
    headFilters: 12,
    colour: 'rgb',
    filters: 20,
    blocks: 3,
    kernel: 5,
  });
  const size = { height: 9, width: 60 };
  const reserve = vi.spyOn(KernelMemory.prototype, 'reserve');
  const bytesFor = (count: number) => {
    reserve.mockClear();
    createIncrementalNetwork(run.record, run.weights, { count, ...size });
    return reserve.mock.calls.reduce((sum, [bytes]) => sum + bytes, 0);
  };
  const share = (bytesFor(5) - bytesFor(1)) / 4 / bytesPerPicture(run.record, size);
  reserve.mockRestore();
  expect(share).toBeGreaterThan(1);
  expect(share).toBeLessThan(1.05);
});

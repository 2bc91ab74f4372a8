import path from 'node:path';
import { expect, test } from 'vitest';
import type { Pictures } from '../events';
import { drawPictures } from '../sampling/sample';
import type { Settings } from '../settings';
import { leavingNoTensor } from '../testing/assertions';
import { described, randomRun } from '../testing/random-run';
import { conditionals } from '../testing/sampler-proofs';
import { readSafetensors } from '../weight-files/safetensors';
import { readTorchCheckpoint } from '../weight-files/torch-checkpoint';
import { structureOf, weightsFromTorch } from '../weight-files/torch-layout';
import { inspectImage } from './inspect-image';

const one = { count: 1, seed: 3, temperature: 1, start: 'blank', height: 5, width: 7 } as const;

test.each<Partial<Settings>>([
  { filters: 8, blocks: 1, levels: 4 },
  { filters: 12, blocks: 1, levels: 6, colour: 'rgb', classes: 'folders' },
  { architecture: 'gated', filters: 8, blocks: 2, headFilters: 8, levels: 6, colour: 'palette' },
  { architecture: 'plus-plus', filters: 4, blocks: 1, levels: 256, colour: 'rgb' },
])("each channel's distribution is the one it was drawn from, and its bits follow: %o", async (changes) => {
  const run = randomRun(changes);
  const classIndex = changes.classes ? 2 : 0;
  const { pictures } = await drawPictures(run, { ...one, classIndex });
  const { channels } = pictures;
  const inspection = await leavingNoTensor(() => inspectImage(run, pictures, classIndex));
  const expected = conditionals(run, pictures, () => classIndex);
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 7; x++) {
      const { probabilities, value, bits, entropy } = inspection.pixel(x, y);
      expect([probabilities, value, bits, entropy].map(({ length }) => length)).toEqual(
        Array(4).fill(channels),
      );
      for (let channel = 0; channel < channels; channel++) {
        const index = (y * 7 + x) * channels + channel;
        const distribution = expected[index] as Float64Array;
        const own = probabilities[channel] as Float32Array;
        own.forEach((p, level) => expect(p).toBeCloseTo(distribution[level] as number, 5));
        expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
        const level = value[channel] as number;
        expect(level).toBe(pictures.pixels[index]);
        expect(bits[channel]).toBeCloseTo(-Math.log2(distribution[level] as number), 4);
        const surprise = distribution.reduce((sum, p) => sum - (p > 0 ? p * Math.log2(p) : 0), 0);
        expect(entropy[channel]).toBeCloseTo(surprise, 4);
        expect(inspection.surprise[index]).toBeCloseTo(bits[channel] as number, 5);
        expect(inspection.entropy[index]).toBeCloseTo(entropy[channel] as number, 5);
      }
    }
  }
  const mean = inspection.surprise.reduce((sum, bits) => sum + bits, 0) / (35 * channels);
  expect(inspection.bitsPerDim).toBeCloseTo(mean, 5);
});

test('the class of a picture changes its bits', async () => {
  const run = randomRun({ filters: 8, blocks: 1, levels: 4, classes: 'folders' });
  const { pictures } = await drawPictures(run, { ...one, classIndex: 1 });
  const bits = [0, 1, 2].map((classIndex) => inspectImage(run, pictures, classIndex).bitsPerDim);
  expect(new Set(bits).size).toBe(3);
  expect(inspectImage(run, pictures).bitsPerDim).toBe(bits[0]);
});

test('bits add up to the loss that PyTorch measured', () => {
  const fixture = (name: string) => path.join(import.meta.dirname, '../testing/fixtures', name);
  const torch = readTorchCheckpoint(fixture('notebook-random.pt'));
  const record = described({ ...structureOf(torch), inputScaling: 'levels' });
  const { tensors } = readSafetensors(fixture('notebook-random.golden.safetensors'));
  const all = tensors.get('pixels')?.data as Uint8Array;
  const nats = tensors.get('nll_nats')?.data as Float64Array;
  nats.forEach((expected, n) => {
    const picture: Pictures = {
      count: 1,
      height: 12,
      width: 12,
      channels: 1,
      levels: 4,
      pixels: all.slice(n * 144, (n + 1) * 144),
    };
    const weights = weightsFromTorch(torch, record.settings);
    const { bitsPerDim } = inspectImage({ record, weights }, picture);
    expect(bitsPerDim * 144 * Math.LN2).toBeCloseTo(expected, 3);
  });
});

test('a mixture reports its components, other distributions have none', async () => {
  const mixture = randomRun({ architecture: 'plus-plus', filters: 4, blocks: 1, levels: 16, mixtures: 2 });
  const looked = inspectImage(mixture, (await drawPictures(mixture, one)).pictures).pixel(3, 2);
  const [components = []] = looked.components ?? [];
  expect(components).toHaveLength(2);
  looked.probabilities[0]?.forEach((p, level) => {
    expect((components[0]?.[level] ?? 0) + (components[1]?.[level] ?? 0)).toBeCloseTo(p, 6);
  });
  const softmax = randomRun({ filters: 8, blocks: 1, levels: 4 });
  const pixel = inspectImage(softmax, (await drawPictures(softmax, one)).pictures).pixel(0, 0);
  expect('components' in pixel).toBe(false);
});

test('a pixel outside the picture is refused', async () => {
  const run = randomRun({ filters: 8, blocks: 1, levels: 4 });
  const { pictures } = await drawPictures(run, one);
  const inspection = inspectImage(run, pictures);
  for (const [x, y] of [
    [7, 0],
    [0, 5],
    [-1, 0],
    [0.5, 0],
  ] as const) {
    const outside = { code: 'pixel-outside', facts: { x, y, width: 7, height: 5 } };
    expect(() => inspection.pixel(x, y)).toThrow(expect.objectContaining(outside));
  }
});

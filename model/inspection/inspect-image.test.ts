import path from 'node:path';
import { expect, test } from 'vitest';
import type { Pictures } from '../events';
import { leavingNoTensor } from '../testing/assertions';
import { randomRun } from '../testing/random-run';
import { conditionals } from '../testing/sampler-proofs';
import { readSafetensors } from '../training/safetensors';
import { readTorchCheckpoint } from '../training/torch-checkpoint';
import { structureOf, weightsFromTorch } from '../training/torch-layout';
import { defaultSettings } from '../settings';
import { drawPictures } from '../sampling/sample';
import { inspectImage } from './inspect-image';

const run = randomRun({ filters: 8, blocks: 1, levels: 4 });
const one = { count: 1, seed: 3, temperature: 1, start: 'blank', height: 5, width: 7 } as const;

test("each pixel's distribution is the one it was drawn from, and its bits follow", async () => {
  const { pictures } = await drawPictures(run, one);
  const inspection = await leavingNoTensor(() => inspectImage(run, pictures));
  const expected = conditionals(run, pictures);
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 7; x++) {
      const place = y * 7 + x;
      const distribution = expected[place] as Float64Array;
      const { probabilities, value, bits, entropy } = inspection.pixel(x, y);
      probabilities.forEach((p, level) => expect(p).toBeCloseTo(distribution[level] as number, 5));
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
      expect(value).toBe(pictures.pixels[place]);
      expect(bits).toBeCloseTo(-Math.log2(distribution[value] as number), 4);
      expect(entropy).toBeCloseTo(-distribution.reduce((sum, p) => sum + p * Math.log2(p), 0), 4);
      expect(inspection.surprise[place]).toBeCloseTo(bits, 5);
      expect(inspection.entropy[place]).toBeCloseTo(entropy, 5);
    }
  }
  const mean = inspection.surprise.reduce((sum, bits) => sum + bits, 0) / 35;
  expect(inspection.bitsPerDim).toBeCloseTo(mean, 5);
});

test('bits add up to what PyTorch measured', () => {
  const fixture = (name: string) => path.join(import.meta.dirname, '../testing/fixtures', name);
  const torch = readTorchCheckpoint(fixture('notebook-random.pt'));
  const settings = { ...defaultSettings, ...structureOf(torch), inputScaling: 'levels' as const };
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
    const { bitsPerDim } = inspectImage(
      { record: { settings }, weights: weightsFromTorch(torch, settings) },
      picture,
    );
    expect(bitsPerDim * 144 * Math.LN2).toBeCloseTo(expected, 3);
  });
});

test('a pixel outside the picture is refused', async () => {
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

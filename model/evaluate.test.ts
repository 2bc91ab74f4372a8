import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate } from './evaluate';
import type { ImageSkipped, Preparing } from './events';
import { encodePng } from './images/image-codec';
import { shownValues } from './images/pixel-levels';
import { leavingNoTensor } from './testing/assertions';
import { loadWeights } from './training/checkpoint';
import { importRun } from './training/import-run';
import { readSafetensors } from './training/safetensors';

const fixture = (name: string) => path.join(import.meta.dirname, 'testing/fixtures', name);

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evaluate-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a folder costs what PyTorch says, duplicates counted and broken files told', async () => {
  const golden = readSafetensors(fixture('notebook-random.golden.safetensors')).tensors;
  const pixels = golden.get('pixels')?.data as Uint8Array;
  const nats = [...(golden.get('nll_nats')?.data as Float64Array)];
  const images = path.join(folder, 'images');
  fs.mkdirSync(images);
  for (const [place, picture] of [0, 1, 2, 3, 4, 5, 0].entries()) {
    const values = shownValues(pixels.subarray(picture * 144, (picture + 1) * 144), 4);
    const png = await encodePng(values, { height: 12, width: 12, channels: 1 });
    fs.writeFileSync(path.join(images, `${place}.png`), png);
  }
  fs.writeFileSync(path.join(images, 'broken.png'), 'no picture');

  const runFolder = path.join(folder, 'run');
  importRun({ from: fixture('notebook-random.pt'), runFolder, set: { size: 12 } });
  const events: (Preparing | ImageSkipped)[] = [];
  const { loss, images: count } = await leavingNoTensor(() =>
    evaluate(loadWeights(runFolder), images, (event) => events.push(event)),
  );
  const expected = [...nats, nats[0] as number].reduce((a, b) => a + b) / (7 * 144);
  expect(count).toBe(7);
  expect(loss.nats).toBeCloseTo(expected, 5);
  expect(loss.bits).toBe(loss.nats / Math.LN2);
  expect(events.filter(({ type }) => type === 'image-skipped')).toEqual([
    { type: 'image-skipped', file: 'broken.png', reason: 'not-an-image' },
  ]);
});

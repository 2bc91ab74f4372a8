import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluate } from './evaluate';
import type { ImageSkipped, ImagesNoted, Preparing } from './events';
import { encodePng } from './images/decoding/image-codec';
import { shownValues } from './images/pixel-levels';
import { inspectImage } from './inspection/inspect-image';
import { readPicture } from './inspection/picture-source';
import type { Settings } from './settings';
import { leavingNoTensor } from './testing/assertions';
import { storeRandomRun } from './testing/random-run';
import { writeTinyImages } from './testing/tiny-images';
import { loadWeights } from './run/checkpoint';
import { importRun } from './run/import-run';
import { readSafetensors } from './weight-files/safetensors';

const fixture = (name: string) => path.join(import.meta.dirname, 'testing/fixtures', name);

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evaluate-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('the loss of a folder equals PyTorch’s, duplicates are counted, and broken files are reported', async () => {
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
  const events: (Preparing | ImageSkipped | ImagesNoted)[] = [];
  const { loss, images: count } = await leavingNoTensor(() =>
    evaluate(loadWeights(runFolder), images, (event) => events.push(event)),
  );
  const expected = [...nats, nats[0] as number].reduce((a, b) => a + b) / (7 * 144);
  expect(count).toBe(7);
  expect(loss.nats).toBeCloseTo(expected, 5);
  expect(loss.bits).toBe(loss.nats / Math.LN2);
  expect(events.filter(({ type }) => type === 'image-skipped')).toEqual([
    {
      type: 'image-skipped',
      file: 'broken.png',
      reason: 'not-an-image',
      detail: 'it has no known picture format',
    },
  ]);
  expect(events.filter(({ type }) => type === 'images-noted')).toEqual([]);
});

test.each<[string, Partial<Settings>]>([
  ['grey', { filters: 8, blocks: 1, levels: 4 }],
  [
    'palette',
    { architecture: 'gated', filters: 8, headFilters: 16, blocks: 2, levels: 6, colour: 'palette' },
  ],
  [
    'classes',
    { architecture: 'plus-plus', filters: 4, blocks: 1, levels: 16, colour: 'rgb', classes: 'folders' },
  ],
])('the loss of each image equals its inspection’s, the most surprising first: %s', async (name, changes) => {
  const images = path.join(folder, name, 'images');
  const files = await writeTinyImages(images, { count: 7, size: 9, classes: 2, inColour: true });
  const runFolder = path.join(folder, name, 'run');
  const classNames = changes.classes ? ['class-1', 'class-0'] : [];
  const record = storeRandomRun(runFolder, { size: 8, ...changes }, { classNames });
  const run = loadWeights(runFolder);
  const { loss, perImage, perClass, images: count } = await evaluate(run, images, () => undefined);
  expect(count).toBe(7);
  expect(perImage.map(({ file }) => file).sort()).toEqual(files);
  for (const { file, loss: own } of perImage) {
    const picture = await readPicture(runFolder, record, { kind: 'file', file: path.join(images, file) });
    const classIndex = Math.max(0, classNames.indexOf(path.dirname(file)));
    expect(own.bits).toBeCloseTo(inspectImage(run, picture, classIndex).bitsPerDim, 4);
  }
  const bits = perImage.map(({ loss: own }) => own.bits);
  expect(bits).toEqual([...bits].sort((a, b) => b - a));
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  expect(loss.bits).toBeCloseTo(mean(bits), 6);
  expect(perClass.map(({ className, images: own }) => [className, own])).toEqual(
    changes.classes
      ? [
          ['class-1', 3],
          ['class-0', 4],
        ]
      : [],
  );
  for (const { className, loss: own } of perClass) {
    const those = perImage.filter(({ file }) => path.dirname(file) === className);
    expect(own.bits).toBeCloseTo(mean(those.map((image) => image.loss.bits)), 6);
  }
});

import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { expect, test } from 'vitest';
import type { SkippedFile } from '../reports';
import { tinyColourImage, tinyImage, writeTinyImages } from '../testing/tiny-images';
import { labelsOf, readDataset, readImages } from './dataset';
import { reportDataset } from './dataset-report';
import { nearestLevels } from './palette';
import { quantiseAll } from './pixel-levels';
import { greySettings, pictureFolder } from '../testing/picture-folder';

const { fixture, put, pngOf } = pictureFolder();

test('images are read as levels, sorted by name, with their fingerprints', async () => {
  const files = await writeTinyImages(fixture.folder, { count: 10 });
  const dataset = await readDataset(fixture.folder, greySettings);
  expect(dataset).toMatchObject({
    folder: fixture.folder,
    count: 10,
    height: 16,
    width: 16,
    channels: 1,
    levels: 4,
    skipped: [],
  });
  expect(dataset.files).toEqual(
    files.map((file) => ({
      file,
      sha256: crypto
        .createHash('sha256')
        .update(fs.readFileSync(path.join(fixture.folder, file)))
        .digest('hex'),
    })),
  );
  for (let i = 0; i < 10; i++) {
    expect(dataset.pixels.slice(256 * i, 256 * (i + 1))).toEqual(quantiseAll(tinyImage(i, 16), 4));
  }
  expect(dataset.pixels.length).toBe(2560);
  expect(dataset.classNames).toEqual([]);
  expect([...dataset.classOf]).toEqual(Array(10).fill(0));
});

test('in colour every image has three channels of levels', async () => {
  await writeTinyImages(fixture.folder, { count: 5, inColour: true });
  const dataset = await readDataset(fixture.folder, { ...greySettings, colour: 'rgb' });
  expect(dataset).toMatchObject({ count: 5, height: 16, width: 16, channels: 3, levels: 4 });
  expect(dataset.palette).toBeUndefined();
  for (let i = 0; i < 5; i++) {
    const own = dataset.pixels.slice(768 * i, 768 * (i + 1));
    expect(own).toEqual(quantiseAll(tinyColourImage(i, 16), 4));
  }
});

test('a palette is chosen from all images, or given', async () => {
  await writeTinyImages(fixture.folder, { count: 5, inColour: true });
  const palettes = { ...greySettings, levels: 8, colour: 'palette' } as const;
  const dataset = await readDataset(fixture.folder, palettes);
  expect(dataset).toMatchObject({ count: 5, channels: 1, levels: 8 });
  expect(new Set(dataset.palette).size).toBe(8);
  expect((await readDataset(fixture.folder, palettes)).palette).toEqual(dataset.palette);
  const given = ['#000000', '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff', '#ffffff'];
  const known = await readDataset(fixture.folder, palettes, { palette: given });
  expect(known.palette).toEqual(given);
  for (const [read, palette] of [
    [dataset, dataset.palette ?? []],
    [known, given],
  ] as const) {
    for (let i = 0; i < 5; i++) {
      const own = read.pixels.slice(256 * i, 256 * (i + 1));
      expect(own).toEqual(nearestLevels(tinyColourImage(i, 16), palette));
    }
  }
  const { preview } = await reportDataset(fixture.folder, palettes);
  expect(preview.pictures).toMatchObject({ count: 5, channels: 1, levels: 8, palette: dataset.palette });
});

test('a network keeps its indices of the classes', async () => {
  await writeTinyImages(fixture.folder, { count: 6, classes: 3 });
  const dataset = await readDataset(fixture.folder, greySettings);
  const known = (...classNames: string[]) => ({ classNames });
  expect([...labelsOf(dataset, known('class-0', 'class-1', 'class-2'))]).toEqual([0, 0, 1, 1, 2, 2]);
  expect([...labelsOf(dataset, known('class-2', 'other', 'class-0', 'class-1'))]).toEqual([2, 2, 3, 3, 0, 0]);
  expect([...labelsOf(dataset, known())]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(() => labelsOf(dataset, known('class-0', 'class-2'))).toThrow(
    expect.objectContaining({
      code: 'class-unknown',
      facts: { className: 'class-1', known: ['class-0', 'class-2'] },
    }),
  );
  const flat = fs.mkdtempSync(path.join(os.tmpdir(), 'dataset-'));
  await writeTinyImages(flat, { count: 2 });
  const unclassed = await readDataset(flat, greySettings);
  fs.rmSync(flat, { recursive: true });
  expect(() => labelsOf(unclassed, known('a', 'b'))).toThrow(
    expect.objectContaining({ code: 'class-unknown', facts: { className: '', known: ['a', 'b'] } }),
  );
});

test('the first subfolder is the class, and images beside subfolders have a class of their own', async () => {
  for (const [i, file] of ['zebra/1.png', 'ape/deep/2.png', 'zebra/3.png', 'Ärger/4.png'].entries()) {
    put(file, await pngOf(tinyImage(i, 16)));
  }
  put('empty/nothing.png', '');
  const classed = await readDataset(fixture.folder, greySettings);
  expect(classed.classNames).toEqual(['ape', 'zebra', 'Ärger']);
  expect([...classed.classOf]).toEqual([0, 1, 1, 2]);
  put('0.png', await pngOf(tinyImage(9, 16)));
  const mixed = await readDataset(fixture.folder, greySettings);
  expect(mixed.classNames).toEqual(['ape', 'no-subfolder', 'zebra', 'Ärger']);
  expect([...mixed.classOf]).toEqual([1, 0, 2, 2, 3]);
  const before = await readDataset(fixture.folder, { ...greySettings, reading: 1 });
  expect(before.classNames).toEqual(['', 'ape', 'zebra', 'Ärger']);
  expect([...before.classOf]).toEqual([0, 1, 2, 2, 3]);
});

test('images in no subfolder have the class that a network knows for them', async () => {
  await writeTinyImages(fixture.folder, { count: 3 });
  const dataset = await readDataset(fixture.folder, greySettings);
  expect([...labelsOf(dataset, { classNames: ['ape', 'no-subfolder'] })]).toEqual([1, 1, 1]);
});

test('two folders whose names differ only in Unicode normalisation are one class', async () => {
  for (const [i, form] of ['NFC', 'NFD', 'NFC', 'NFD'].entries()) {
    put(
      `${i < 2 ? 'Ärger' : 'zebra'.normalize(form)}/${i}.png`.normalize(form),
      await pngOf(tinyImage(i, 16)),
    );
  }
  const { classNames, classOf, files } = await readDataset(fixture.folder, greySettings);
  expect(classNames).toEqual(['zebra', 'Ärger']);
  expect(files.map(({ file }) => file)).toEqual([
    'zebra/2.png',
    'zebra/3.png',
    'Ärger/0.png',
    'Ärger/1.png'.normalize('NFD'),
  ]);
  expect([...classOf]).toEqual([0, 0, 1, 1]);
  expect([
    ...labelsOf(
      { ...(await readDataset(fixture.folder, greySettings)) },
      { classNames: ['Ärger'.normalize('NFD'), 'zebra'] },
    ),
  ]).toEqual([1, 1, 0, 0]);
  expect((await readDataset(fixture.folder, { ...greySettings, reading: 1 })).classNames).toHaveLength(3);
});

test('unusable files are named with the reason, in order, and the others are read', async () => {
  const picture = await pngOf(tinyImage(0, 16));
  put('b/good.png', picture);
  put('b/second.png', picture);
  put('a/good.png', await pngOf(tinyImage(1, 16)));
  put('a/zero.png', '');
  put('a/text.png', 'only words');
  put('a/half.png', picture.subarray(0, picture.length / 2));
  put('a/small.png', await pngOf(tinyImage(2, 15), 15));
  put('c/readme.txt', 'words');
  fs.symlinkSync('nowhere', path.join(fixture.folder, 'broken.png'));
  const reported: SkippedFile[] = [];
  const dataset = await readDataset(fixture.folder, greySettings, {
    onSkip: (skipped) => reported.push(skipped),
  });
  expect(dataset.files.map(({ file }) => file)).toEqual(['a/good.png', 'b/good.png']);
  expect(dataset.skipped.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
    'a/half.png unreadable',
    'a/small.png too-small',
    'a/text.png not-an-image',
    'a/zero.png unreadable',
    'b/second.png duplicate',
    'broken.png unreachable',
    'c/readme.txt not-an-image',
  ]);
  expect(reported).toEqual(dataset.skipped);
  expect(dataset.skipped[4]?.detail).toBe('the same as b/good.png');

  const all = await readDataset(fixture.folder, greySettings, { keepDuplicates: true });
  expect(all.files.map(({ file }) => file)).toEqual(['a/good.png', 'b/good.png', 'b/second.png']);
  expect(all.pixels.slice(256, 512)).toEqual(all.pixels.slice(512));
});

test('progress counts every file, and reading can be cancelled', async () => {
  await writeTinyImages(fixture.folder, { count: 12 });
  const steps: string[] = [];
  await readDataset(fixture.folder, greySettings, {
    onProgress: (done, total) => steps.push(`${done}/${total}`),
  });
  expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => `${i + 1}/12`));

  const controller = new AbortController();
  let read = 0;
  const cancelled = readDataset(fixture.folder, greySettings, {
    signal: controller.signal,
    onProgress: (done) => {
      read = done;
      if (done === 3) controller.abort();
    },
  });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(read).toBeLessThan(12);
});

test('a folder without usable images is an error for a run, but not for a report', async () => {
  put('notes.txt', 'words');
  put('zero.png', '');
  await expect(readDataset(fixture.folder, greySettings)).rejects.toMatchObject({
    code: 'folder-without-images',
    facts: { folder: fixture.folder, skipped: 2 },
  });
  expect((await readImages(fixture.folder, greySettings)).count).toBe(0);
  const report = await reportDataset(fixture.folder, greySettings);
  expect(report).toMatchObject({ images: 0, classes: [], preview: { files: [], pictures: { count: 0 } } });
  expect(report.skipped.map(({ file }) => file)).toEqual(['notes.txt', 'zero.png']);
});

test('a file that disappears while others are read is named', async () => {
  const files = await writeTinyImages(fixture.folder, { count: 40 });
  const dataset = await readDataset(fixture.folder, greySettings, {
    onProgress: (done) => {
      if (done === 1) fs.unlinkSync(path.join(fixture.folder, files[39] as string));
    },
  });
  expect(dataset.count).toBe(39);
  expect(dataset.skipped).toMatchObject([{ file: files[39], reason: 'unreachable' }]);
});

/** Writes a file whose name is not UTF-8. */
const putBytes = (name: readonly number[], bytes: Uint8Array) =>
  fs.writeFileSync(Buffer.concat([Buffer.from(`${fixture.folder}/`), Buffer.from(name)]), bytes);

test.runIf(process.platform === 'linux')(
  'files whose names are no text are read, each under its own name',
  async () => {
    const pictures = await Promise.all([0, 1, 2, 3].map((index) => pngOf(tinyImage(index, 16))));
    putBytes([0x61, 0xff, 0x2e, 0x70, 0x6e, 0x67], pictures[0] as Buffer);
    putBytes([0x61, 0xfe, 0x2e, 0x70, 0x6e, 0x67], pictures[1] as Buffer);
    // "é" of Latin-1 before a letter of UTF-8, and the replacement character itself.
    putBytes([0xe9, 0xc3, 0xa9, 0xef, 0xbf, 0xbd], pictures[2] as Buffer);
    put('aÿ.png', pictures[3] as Buffer);
    const { files, pixels, skipped } = await readDataset(fixture.folder, greySettings);
    expect(skipped).toEqual([]);
    expect(files.map(({ file }) => file)).toEqual([
      'aÿ.png',
      'a\ufffdFE.png',
      'a\ufffdFF.png',
      '\ufffdE9é\ufffdEF\ufffdBF\ufffdBD',
    ]);
    [3, 1, 0, 2].forEach((index, at) =>
      expect(pixels.slice(at * 256, (at + 1) * 256)).toEqual(quantiseAll(tinyImage(index, 16), 4)),
    );
    expect(await readDataset(fixture.folder, { ...greySettings, reading: 1 })).toMatchObject({
      count: 1,
      skipped: [
        { file: 'a\ufffd.png', reason: 'unreachable' },
        { file: 'a\ufffd.png', reason: 'unreachable' },
        { file: '\ufffdé\ufffd', reason: 'unreachable' },
      ],
    });
  },
);

test('a class keeps its number beyond 65,535 of them', async () => {
  await writeTinyImages(fixture.folder, { count: 6, classes: 3 });
  const dataset = await readDataset(fixture.folder, greySettings);
  const known = [...Array.from({ length: 70_000 }, (_, i) => `other ${i}`), ...dataset.classNames];
  const labels = labelsOf(dataset, { classNames: known });
  expect([...labels]).toEqual([70_000, 70_000, 70_001, 70_001, 70_002, 70_002]);
});

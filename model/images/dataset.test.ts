import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SkippedFile } from '../reports';
import { tinyColourImage, tinyImage, writeTinyImages } from '../testing/tiny-images';
import { compareFingerprints, labelsOf, readDataset, readImages } from './dataset';
import { reportDataset } from './dataset-report';
import * as codec from './decoding/image-codec';
import { encodePng } from './decoding/image-codec';
import { nearestLevels } from './palette';
import { quantiseAll } from './pixel-levels';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dataset-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const settings = {
  size: 16,
  levels: 4,
  fit: 'crop',
  background: '#000000',
  colour: 'grey',
  reading: 2,
} as const;
const put = (file: string, bytes: string | Uint8Array) => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), bytes);
};
const pngOf = (values: Uint8Array, size = 16) =>
  encodePng(values, { height: size, width: size, channels: 1 });

test('images come as levels in order of their names, with their fingerprints', async () => {
  const files = await writeTinyImages(folder, { count: 10 });
  const dataset = await readDataset(folder, settings);
  expect(dataset).toMatchObject({
    folder,
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
        .update(fs.readFileSync(path.join(folder, file)))
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
  await writeTinyImages(folder, { count: 5, inColour: true });
  const dataset = await readDataset(folder, { ...settings, colour: 'rgb' });
  expect(dataset).toMatchObject({ count: 5, height: 16, width: 16, channels: 3, levels: 4 });
  expect(dataset.palette).toBeUndefined();
  for (let i = 0; i < 5; i++) {
    const own = dataset.pixels.slice(768 * i, 768 * (i + 1));
    expect(own).toEqual(quantiseAll(tinyColourImage(i, 16), 4));
  }
});

test('with a palette colours are chosen from all images, or those given are used', async () => {
  await writeTinyImages(folder, { count: 5, inColour: true });
  const palettes = { ...settings, levels: 8, colour: 'palette' } as const;
  const dataset = await readDataset(folder, palettes);
  expect(dataset).toMatchObject({ count: 5, channels: 1, levels: 8 });
  expect(new Set(dataset.palette).size).toBe(8);
  expect((await readDataset(folder, palettes)).palette).toEqual(dataset.palette);
  const given = ['#000000', '#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff', '#ffffff'];
  const known = await readDataset(folder, palettes, { palette: given });
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
  const { preview } = await reportDataset(folder, palettes);
  expect(preview.pictures).toMatchObject({ count: 5, channels: 1, levels: 8, palette: dataset.palette });
});

test("a network's numbers for the classes are those it began with", async () => {
  await writeTinyImages(folder, { count: 6, classes: 3 });
  const dataset = await readDataset(folder, settings);
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
  const unclassed = await readDataset(flat, settings);
  fs.rmSync(flat, { recursive: true });
  expect(() => labelsOf(unclassed, known('a', 'b'))).toThrow(
    expect.objectContaining({ code: 'class-unknown', facts: { className: '', known: ['a', 'b'] } }),
  );
});

test('the first subfolder is the class, and images beside subfolders have one with a name', async () => {
  for (const [i, file] of ['zebra/1.png', 'ape/deep/2.png', 'zebra/3.png', 'Ärger/4.png'].entries()) {
    put(file, await pngOf(tinyImage(i, 16)));
  }
  put('empty/nothing.png', '');
  const classed = await readDataset(folder, settings);
  expect(classed.classNames).toEqual(['ape', 'zebra', 'Ärger']);
  expect([...classed.classOf]).toEqual([0, 1, 1, 2]);
  put('0.png', await pngOf(tinyImage(9, 16)));
  const mixed = await readDataset(folder, settings);
  expect(mixed.classNames).toEqual(['ape', 'no-subfolder', 'zebra', 'Ärger']);
  expect([...mixed.classOf]).toEqual([1, 0, 2, 2, 3]);
  const before = await readDataset(folder, { ...settings, reading: 1 });
  expect(before.classNames).toEqual(['', 'ape', 'zebra', 'Ärger']);
  expect([...before.classOf]).toEqual([0, 1, 2, 2, 3]);
});

test('images in no subfolder are what a network knows as such', async () => {
  await writeTinyImages(folder, { count: 3 });
  const dataset = await readDataset(folder, settings);
  expect([...labelsOf(dataset, { classNames: ['ape', 'no-subfolder'] })]).toEqual([1, 1, 1]);
});

test('two folders whose names are the same letters are one class', async () => {
  for (const [i, form] of ['NFC', 'NFD', 'NFC', 'NFD'].entries()) {
    put(
      `${i < 2 ? 'Ärger' : 'zebra'.normalize(form)}/${i}.png`.normalize(form),
      await pngOf(tinyImage(i, 16)),
    );
  }
  const { classNames, classOf, files } = await readDataset(folder, settings);
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
      { ...(await readDataset(folder, settings)) },
      { classNames: ['Ärger'.normalize('NFD'), 'zebra'] },
    ),
  ]).toEqual([1, 1, 0, 0]);
  expect((await readDataset(folder, { ...settings, reading: 1 })).classNames).toHaveLength(3);
});

test('whatever cannot be used is named with the reason, in order, and the rest is read', async () => {
  const picture = await pngOf(tinyImage(0, 16));
  put('b/good.png', picture);
  put('b/second.png', picture);
  put('a/good.png', await pngOf(tinyImage(1, 16)));
  put('a/zero.png', '');
  put('a/text.png', 'only words');
  put('a/half.png', picture.subarray(0, picture.length / 2));
  put('a/small.png', await pngOf(tinyImage(2, 15), 15));
  put('c/readme.txt', 'words');
  fs.symlinkSync('nowhere', path.join(folder, 'broken.png'));
  const told: SkippedFile[] = [];
  const dataset = await readDataset(folder, settings, { onSkip: (skipped) => told.push(skipped) });
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
  expect(told).toEqual(dataset.skipped);
  expect(dataset.skipped[4]?.detail).toBe('the same as b/good.png');

  const all = await readDataset(folder, settings, { keepDuplicates: true });
  expect(all.files.map(({ file }) => file)).toEqual(['a/good.png', 'b/good.png', 'b/second.png']);
  expect(all.pixels.slice(256, 512)).toEqual(all.pixels.slice(512));
});

test('the same pixels saved again are found, whatever the format', async () => {
  const colours = Buffer.from(tinyColourImage(3, 40));
  const image = sharp(colours, { raw: { width: 40, height: 40, channels: 3 } });
  const photo = await image.clone().jpeg().toBuffer();
  put('a.png', await image.clone().png().toBuffer());
  put(
    'again.png',
    await image.clone().png({ compressionLevel: 1, palette: false }).withMetadata().toBuffer(),
  );
  put('again.webp', await image.clone().webp({ lossless: true }).toBuffer());
  put('again.tif', await image.clone().tiff({ compression: 'lzw' }).toBuffer());
  put('again with opacity.png', await image.clone().ensureAlpha().png().toBuffer());
  const deep = sharp(
    Uint16Array.from(colours, (value) => 257 * value),
    { raw: { width: 40, height: 40, channels: 3 } },
  );
  put('deep.png', await deep.toColourspace('rgb16').png().toBuffer());
  put('b/photo.jpg', photo);
  put('b/photo.png', await sharp(photo).png().toBuffer());
  put(
    'b/comment.jpg',
    Buffer.concat([photo.subarray(0, 2), Buffer.from('\xff\xfe\0\x06same', 'latin1'), photo.subarray(2)]),
  );
  put('other.png', await pngOf(tinyImage(5, 16)));
  const same = (file: string, as: string) => ({
    file,
    reason: 'duplicate',
    detail: `the same pixels as ${as}`,
  });
  const expected = [
    ...['again with opacity.png', 'again.png', 'again.tif', 'again.webp'].map((file) => same(file, 'a.png')),
    same('b/photo.jpg', 'b/comment.jpg'),
    same('b/photo.png', 'b/comment.jpg'),
    same('deep.png', 'a.png'),
  ];
  const decode = vi.spyOn(codec, 'readWholeDigest');
  for (const colour of ['rgb', 'grey', 'grey'] as const) {
    const { files, skipped } = await readDataset(folder, { ...settings, colour });
    expect(files.map(({ file }) => file)).toEqual(['a.png', 'b/comment.jpg', 'other.png']);
    expect(skipped).toEqual(expected);
  }
  // Once for each size and colour: what was found out is kept.
  expect(decode).toHaveBeenCalledTimes(4);
  expect(await readDataset(folder, settings, { keepDuplicates: true })).toMatchObject({
    count: 10,
    skipped: [],
  });
  expect(await readDataset(folder, { ...settings, reading: 1 })).toMatchObject({ count: 10, skipped: [] });
});

test('different pictures are kept though they look the same to the network', async () => {
  const spot = async (place: number, size = 64) => {
    const pixels = new Uint8Array(size * size).fill(100);
    pixels[place] = 101;
    return pngOf(pixels, size);
  };
  put('a.png', await spot(0));
  put('b.png', await spot(1));
  put('larger.png', await spot(1, 128));
  const grey = (value: number, more = {}) =>
    sharp({
      create: { width: 64, height: 64, channels: 3, background: { r: value, g: value, b: value } },
      ...more,
    });
  // Red, and the grey of the same brightness.
  put(
    'red.png',
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer(),
  );
  put('brightness.png', await grey(76).png().toBuffer());
  for (const quality of [60, 90]) {
    const image = sharp(Buffer.from(tinyColourImage(2, 64)), { raw: { width: 64, height: 64, channels: 3 } });
    put(`photo-${quality}.jpg`, await image.jpeg({ quality }).toBuffer());
  }
  // Icons, black on nothing: on a black background only their opacity differs.
  for (const place of [0, 1]) {
    const icon = Buffer.alloc(64 * 64 * 4);
    icon[4 * place + 3] = 255;
    const raw = { width: 64, height: 64, channels: 4 } as const;
    put(`icon-${place}.png`, await sharp(icon, { raw }).png().toBuffer());
  }
  for (const size of [8, 16]) {
    const { count, skipped } = await readDataset(folder, { ...settings, size, levels: 2 });
    expect(skipped).toEqual([]);
    expect(count).toBe(9);
  }
});

test('photographs of one size are decoded whole only when two look the same', async () => {
  for (let i = 0; i < 6; i++) {
    const image = sharp(Buffer.from(tinyColourImage(i, 64)), { raw: { width: 64, height: 64, channels: 3 } });
    put(`${i}.jpg`, await image.jpeg().toBuffer());
  }
  const decode = vi.spyOn(codec, 'readWholeDigest');
  expect((await readDataset(folder, settings)).count).toBe(6);
  expect(decode).not.toHaveBeenCalled();
  const first = fs.readFileSync(path.join(folder, '0.jpg'));
  put(
    '6.jpg',
    Buffer.concat([first.subarray(0, 2), Buffer.from('\xff\xfe\0\x06same', 'latin1'), first.subarray(2)]),
  );
  for (let reading = 0; reading < 2; reading++) {
    const { count, skipped } = await readDataset(folder, settings);
    expect(count).toBe(6);
    expect(skipped).toEqual([{ file: '6.jpg', reason: 'duplicate', detail: 'the same pixels as 0.jpg' }]);
  }
  expect(decode).toHaveBeenCalledTimes(2);
});

test('comparing pixels can be cancelled', async () => {
  const image = sharp(Buffer.from(tinyColourImage(1, 64)), { raw: { width: 64, height: 64, channels: 3 } });
  put('same size.png', await image.clone().png().toBuffer());
  for (let i = 0; i < 12; i++)
    put(
      `${i}.jpg`,
      await image
        .clone()
        .jpeg({ quality: 50 + i })
        .toBuffer(),
    );
  const control = new AbortController();
  const decode = vi.spyOn(codec, 'readWholeDigest').mockImplementation(() => {
    control.abort();
    return Promise.resolve(undefined);
  });
  const cancelled = readDataset(folder, settings, { signal: control.signal });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(decode.mock.calls.length).toBeLessThan(12);
});

test('progress counts every file, and reading can be cancelled', async () => {
  await writeTinyImages(folder, { count: 12 });
  const steps: string[] = [];
  await readDataset(folder, settings, { onProgress: (done, total) => steps.push(`${done}/${total}`) });
  expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => `${i + 1}/12`));

  const controller = new AbortController();
  let read = 0;
  const cancelled = readDataset(folder, settings, {
    signal: controller.signal,
    onProgress: (done) => {
      read = done;
      if (done === 3) controller.abort();
    },
  });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(read).toBeLessThan(12);
});

test('a folder without a usable image is an error to a run and a report to a person', async () => {
  put('notes.txt', 'words');
  put('zero.png', '');
  await expect(readDataset(folder, settings)).rejects.toMatchObject({
    code: 'folder-without-images',
    facts: { folder, skipped: 2 },
  });
  expect((await readImages(folder, settings)).count).toBe(0);
  const report = await reportDataset(folder, settings);
  expect(report).toMatchObject({ images: 0, classes: [], preview: { files: [], pictures: { count: 0 } } });
  expect(report.skipped.map(({ file }) => file)).toEqual(['notes.txt', 'zero.png']);
});

test('a file that disappears while others are read is named', async () => {
  const files = await writeTinyImages(folder, { count: 40 });
  const dataset = await readDataset(folder, settings, {
    onProgress: (done) => {
      if (done === 1) fs.unlinkSync(path.join(folder, files[39] as string));
    },
  });
  expect(dataset.count).toBe(39);
  expect(dataset.skipped).toMatchObject([{ file: files[39], reason: 'unreachable' }]);
});

/** A file named by bytes that are no UTF-8. */
const putBytes = (name: readonly number[], bytes: Uint8Array) =>
  fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]), bytes);

test.runIf(process.platform === 'linux')(
  'files whose names are no text are read, each under its own name',
  async () => {
    const pictures = await Promise.all([0, 1, 2, 3].map((index) => pngOf(tinyImage(index, 16))));
    putBytes([0x61, 0xff, 0x2e, 0x70, 0x6e, 0x67], pictures[0] as Buffer);
    putBytes([0x61, 0xfe, 0x2e, 0x70, 0x6e, 0x67], pictures[1] as Buffer);
    // "é" of Latin-1 before a letter of UTF-8, and the replacement character itself.
    putBytes([0xe9, 0xc3, 0xa9, 0xef, 0xbf, 0xbd], pictures[2] as Buffer);
    put('aÿ.png', pictures[3] as Buffer);
    const { files, pixels, skipped } = await readDataset(folder, settings);
    expect(skipped).toEqual([]);
    expect(files.map(({ file }) => file)).toEqual([
      'aÿ.png',
      'a\ufffdFE.png',
      'a\ufffdFF.png',
      '\ufffdE9é\ufffdEF\ufffdBF\ufffdBD',
    ]);
    [3, 1, 0, 2].forEach((index, place) =>
      expect(pixels.slice(place * 256, (place + 1) * 256)).toEqual(quantiseAll(tinyImage(index, 16), 4)),
    );
    expect(await readDataset(folder, { ...settings, reading: 1 })).toMatchObject({
      count: 1,
      skipped: [
        { file: 'a\ufffd.png', reason: 'unreachable' },
        { file: 'a\ufffd.png', reason: 'unreachable' },
        { file: '\ufffdé\ufffd', reason: 'unreachable' },
      ],
    });
  },
);

test('the report counts classes and shows the pictures as the network sees them', async () => {
  await writeTinyImages(folder, { count: 100, classes: 5 });
  const [dataset, report] = [await readDataset(folder, settings), await reportDataset(folder, settings)];
  expect(report.images).toBe(100);
  expect(report.classes).toEqual(
    ['class-0', 'class-1', 'class-2', 'class-3', 'class-4'].map((name) => ({ name, images: 20 })),
  );
  const { pictures, files } = report.preview;
  expect(pictures).toMatchObject({ count: 100, levels: 4, channels: 1 });
  expect(pictures.pixels.length).toBe(100 * 256);
  expect(new Set(files).size).toBe(100);
  expect(new Set(files.map((file) => file.split('/')[0])).size).toBe(5);
  files.forEach((file, i) => {
    const place = dataset.files.findIndex((candidate) => candidate.file === file);
    expect(pictures.pixels.slice(256 * i, 256 * (i + 1))).toEqual(
      dataset.pixels.slice(256 * place, 256 * (place + 1)),
    );
  });
});

test('fingerprints tell what is missing, new and changed', () => {
  const before = [
    { file: 'a', sha256: '1' },
    { file: 'b', sha256: '2' },
    { file: 'c', sha256: '3' },
  ];
  const now = [
    { file: 'b', sha256: '2' },
    { file: 'c', sha256: '9' },
    { file: 'd', sha256: '4' },
  ];
  expect(compareFingerprints(before, now, 2)).toEqual({ missing: ['a'], added: ['d'], changed: ['c'] });
  expect(compareFingerprints(before, [...before].reverse(), 2)).toEqual({
    missing: [],
    added: [],
    changed: [],
  });
});

test('fingerprints of the same files are equal however Unicode is written', () => {
  const [composed, apart] = ['Ä/é.png'.normalize('NFC'), 'Ä/é.png'.normalize('NFD')];
  const one = (file: string, sha256 = '1') => [{ file, sha256 }];
  const none = { missing: [], added: [], changed: [] };
  expect(compareFingerprints(one(apart), one(composed), 2)).toEqual(none);
  expect(compareFingerprints(one(apart), one(composed, '2'), 2)).toEqual({ ...none, changed: [composed] });
  expect(compareFingerprints(one(apart), one(composed), 1)).toEqual({
    ...none,
    missing: [apart],
    added: [composed],
  });
  const both = [...one(apart, '1'), ...one(composed, '2')];
  expect(compareFingerprints(both, both, 2)).toEqual(none);
  expect(compareFingerprints(both, one(apart), 2)).toEqual({ ...none, missing: [composed] });
});

test('classes and files left out are not read, and the report tells of them', async () => {
  const files = await writeTinyImages(folder, { count: 12, classes: 3 });
  put('plain.png', await pngOf(tinyImage(50, 16)));
  put('notes.txt', 'no picture');
  const [excludedClass, keptClass] = [...new Set(files.map((file) => file.split('/')[0] as string))] as [
    string,
    string,
  ];
  const single = files.find((file) => file.startsWith(`${keptClass}/`)) as string;
  const report = await reportDataset(folder, settings, { excluded: [excludedClass, single, '', 'gone.png'] });
  const ofClass = files.filter((file) => file.startsWith(`${excludedClass}/`));
  expect(report.images).toBe(files.length - ofClass.length - 1);
  expect(report.classes.map(({ name }) => name)).not.toContain(excludedClass);
  expect(report.excludedClasses).toEqual([
    { name: excludedClass, files: ofClass.length },
    { name: 'no-subfolder', files: 1 },
  ]);
  expect(report.excludedFiles).toEqual([single]);
  const byName = await reportDataset(folder, settings, { excluded: [excludedClass, single, 'no-subfolder'] });
  expect(byName).toEqual(report);
  expect(report.preview.files.some((file) => file === single || ofClass.includes(file))).toBe(false);
  expect(report.skipped).toEqual([]);
});

test('what was done to images is noted, once read and from the cache', async () => {
  const grey = sharp(Buffer.from(tinyImage(7, 16)), { raw: { width: 16, height: 16, channels: 1 } });
  await writeTinyImages(folder, { count: 2 });
  put('alpha.png', await grey.clone().toColourspace('srgb').ensureAlpha(0.5).png().toBuffer());
  put('turned.jpg', await grey.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer());
  put('deep.png', await grey.clone().toColourspace('grey16').png().toBuffer());
  put('printed.jpg', await grey.clone().toColourspace('cmyk').jpeg().toBuffer());
  const frames = Buffer.concat([tinyImage(2, 16), tinyImage(3, 16)].map((frame) => Buffer.from(frame)));
  const film = sharp(frames, { raw: { width: 16, height: 32, channels: 1, pageHeight: 16 } });
  put('film.gif', await film.gif().toBuffer());
  for (let reading = 0; reading < 2; reading++) {
    const { notes, images } = await reportDataset(folder, settings);
    expect(images).toBe(7);
    expect(notes).toEqual([
      { note: 'frames', images: 1, files: ['film.gif'] },
      // An animation may have transparent pixels in later frames.
      { note: 'alpha', images: 2, files: ['alpha.png', 'film.gif'] },
      { note: 'turned', images: 1, files: ['turned.jpg'] },
      { note: 'deep', images: 1, files: ['deep.png'] },
      { note: 'cmyk', images: 1, files: ['printed.jpg'] },
    ]);
  }
});

test('images of which the network sees but one colour are noted', async () => {
  const black = { width: 16, height: 16, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  const dot = await sharp({
    create: { ...black, background: { r: 0, g: 0, b: 0, alpha: 1 }, width: 8, height: 8 },
  })
    .png()
    .toBuffer();
  put(
    'icon.png',
    await sharp({ create: black })
      .composite([{ input: dot }])
      .png()
      .toBuffer(),
  );
  put(
    'red.png',
    await sharp({ create: { ...black, channels: 3, background: '#f00' } })
      .png()
      .toBuffer(),
  );
  const flatOn = async (background: string, colour: 'grey' | 'rgb') => {
    const { notes } = await reportDataset(folder, { ...settings, background, colour });
    return notes.find(({ note }) => note === 'flat')?.files;
  };
  expect(await flatOn('#000000', 'grey')).toEqual(['icon.png', 'red.png']);
  expect(await flatOn('#ffffff', 'grey')).toEqual(['red.png']);
  expect(await flatOn('#ffffff', 'rgb')).toEqual(['red.png']);
});

test('of very many pictures the report shows an even choice, so that it stays small', async () => {
  await writeTinyImages(folder, { count: 220, size: 64, classes: 5, inColour: true });
  const { images, preview } = await reportDataset(folder, { ...settings, size: 64, colour: 'rgb' });
  expect(images).toBe(220);
  expect(preview.pictures.count).toBe(Math.floor(2_600_000 / (64 * 64 * 3)));
  const perClass = new Map<string, number>();
  for (const file of preview.files) {
    const name = file.split('/')[0] as string;
    perClass.set(name, (perClass.get(name) ?? 0) + 1);
  }
  expect(perClass.size).toBe(5);
  expect(Math.max(...perClass.values()) - Math.min(...perClass.values())).toBeLessThanOrEqual(1);
});

import sharp from 'sharp';
import { expect, test } from 'vitest';
import { tinyImage, writeTinyImages } from '../testing/tiny-images';
import { readDataset } from './dataset';
import { reportDataset } from './dataset-report';
import { greySettings, pictureFolder } from '../testing/picture-folder';

const { fixture, put, pngOf } = pictureFolder();

test('the report counts classes and shows the pictures as the network sees them', async () => {
  await writeTinyImages(fixture.folder, { count: 100, classes: 5 });
  const [dataset, report] = [
    await readDataset(fixture.folder, greySettings),
    await reportDataset(fixture.folder, greySettings),
  ];
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
    const index = dataset.files.findIndex((candidate) => candidate.file === file);
    expect(pictures.pixels.slice(256 * i, 256 * (i + 1))).toEqual(
      dataset.pixels.slice(256 * index, 256 * (index + 1)),
    );
  });
});

test('excluded classes and files are not read, but reported', async () => {
  const files = await writeTinyImages(fixture.folder, { count: 12, classes: 3 });
  put('plain.png', await pngOf(tinyImage(50, 16)));
  put('notes.txt', 'no picture');
  const [excludedClass, keptClass] = [...new Set(files.map((file) => file.split('/')[0] as string))] as [
    string,
    string,
  ];
  const single = files.find((file) => file.startsWith(`${keptClass}/`)) as string;
  const report = await reportDataset(fixture.folder, greySettings, {
    excluded: [excludedClass, single, '', 'gone.png'],
  });
  const ofClass = files.filter((file) => file.startsWith(`${excludedClass}/`));
  expect(report.images).toBe(files.length - ofClass.length - 1);
  expect(report.classes.map(({ name }) => name)).not.toContain(excludedClass);
  expect(report.excludedClasses).toEqual([
    { name: excludedClass, files: ofClass.length },
    { name: 'no-subfolder', files: 1 },
  ]);
  expect(report.excludedFiles).toEqual([single]);
  const byName = await reportDataset(fixture.folder, greySettings, {
    excluded: [excludedClass, single, 'no-subfolder'],
  });
  expect(byName).toEqual(report);
  expect(report.preview.files.some((file) => file === single || ofClass.includes(file))).toBe(false);
  expect(report.skipped).toEqual([]);
});

test('images have the same notes when read and from the cache', async () => {
  const grey = sharp(Buffer.from(tinyImage(7, 16)), { raw: { width: 16, height: 16, channels: 1 } });
  await writeTinyImages(fixture.folder, { count: 2 });
  put('alpha.png', await grey.clone().toColourspace('srgb').ensureAlpha(0.5).png().toBuffer());
  put('turned.jpg', await grey.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer());
  put('deep.png', await grey.clone().toColourspace('grey16').png().toBuffer());
  put('printed.jpg', await grey.clone().toColourspace('cmyk').jpeg().toBuffer());
  const frames = Buffer.concat([tinyImage(2, 16), tinyImage(3, 16)].map((frame) => Buffer.from(frame)));
  const film = sharp(frames, { raw: { width: 16, height: 32, channels: 1, pageHeight: 16 } });
  put('film.gif', await film.gif().toBuffer());
  for (let reading = 0; reading < 2; reading++) {
    const { notes, images } = await reportDataset(fixture.folder, greySettings);
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

test('images of which the network sees only one colour are noted', async () => {
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
    const { notes } = await reportDataset(fixture.folder, { ...greySettings, background, colour });
    return notes.find(({ note }) => note === 'flat')?.files;
  };
  expect(await flatOn('#000000', 'grey')).toEqual(['icon.png', 'red.png']);
  expect(await flatOn('#ffffff', 'grey')).toEqual(['red.png']);
  expect(await flatOn('#ffffff', 'rgb')).toEqual(['red.png']);
});

test('of very many pictures the report shows an even selection, so that it stays small', async () => {
  await writeTinyImages(fixture.folder, { count: 220, size: 64, classes: 5, inColour: true });
  const { images, preview } = await reportDataset(fixture.folder, {
    ...greySettings,
    size: 64,
    colour: 'rgb',
  });
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

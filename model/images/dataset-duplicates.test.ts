/** Pictures that are the same as another of their folder, and those that only look the same. */
import fs from 'fs';
import path from 'path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { tinyColourImage, tinyImage } from '../testing/tiny-images';
import { readDataset } from './dataset';
import * as codec from './decoding/image-codec';
import { greySettings, pictureFolder } from '../testing/picture-folder';

const { fixture, put, pngOf } = pictureFolder();

test('the same pixels saved again are found in any format', async () => {
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
    const { files, skipped } = await readDataset(fixture.folder, { ...greySettings, colour });
    expect(files.map(({ file }) => file)).toEqual(['a.png', 'b/comment.jpg', 'other.png']);
    expect(skipped).toEqual(expected);
  }
  // Decoded once for each size and colour, since digests are cached.
  expect(decode).toHaveBeenCalledTimes(4);
  expect(await readDataset(fixture.folder, greySettings, { keepDuplicates: true })).toMatchObject({
    count: 10,
    skipped: [],
  });
  expect(await readDataset(fixture.folder, { ...greySettings, reading: 1 })).toMatchObject({
    count: 10,
    skipped: [],
  });
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
  // Black icons on a transparent ground: on a black background only their opacity differs.
  for (const place of [0, 1]) {
    const icon = Buffer.alloc(64 * 64 * 4);
    icon[4 * place + 3] = 255;
    const raw = { width: 64, height: 64, channels: 4 } as const;
    put(`icon-${place}.png`, await sharp(icon, { raw }).png().toBuffer());
  }
  for (const size of [8, 16]) {
    const { count, skipped } = await readDataset(fixture.folder, { ...greySettings, size, levels: 2 });
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
  expect((await readDataset(fixture.folder, greySettings)).count).toBe(6);
  expect(decode).not.toHaveBeenCalled();
  const first = fs.readFileSync(path.join(fixture.folder, '0.jpg'));
  put(
    '6.jpg',
    Buffer.concat([first.subarray(0, 2), Buffer.from('\xff\xfe\0\x06same', 'latin1'), first.subarray(2)]),
  );
  for (let reading = 0; reading < 2; reading++) {
    const { count, skipped } = await readDataset(fixture.folder, greySettings);
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
  const cancelled = readDataset(fixture.folder, greySettings, { signal: control.signal });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(decode.mock.calls.length).toBeLessThan(12);
});

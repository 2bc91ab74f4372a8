import { defaultSettings } from '../../settings';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { atOwnSize, enlargement } from './enlarged-pixels';
import { decodeImage } from './image-codec';

const noise = (length: number) => Uint8Array.from({ length }, (_, i) => ((i + 3) * (i + 7) * 41) % 251);
/** width * height pixels, each enlarged to a square of `times` by `times`. */
function enlarged(
  width: number,
  height: number,
  channels: 3 | 4,
  times: number,
  pixels = noise(width * height * channels),
) {
  const [wide, high] = [width * times, height * times];
  const values = Uint8Array.from({ length: wide * high * channels }, (_, i) => {
    const [place, channel] = [Math.floor(i / channels), i % channels];
    const [x, y] = [Math.floor((place % wide) / times), Math.floor(place / wide / times)];
    return pixels[(y * width + x) * channels + channel] as number;
  });
  return { pixels, stored: { width: wide, height: high, channels, values, isDivided: false } };
}

test('the factor of an enlargement is found, and the original pixels are recovered', () => {
  for (const channels of [3, 4] as const) {
    for (const times of [2, 3, 4, 7, 8, 16]) {
      for (const [width, height] of [
        [8, 8],
        [12, 9],
        [16, 31],
      ] as const) {
        const { pixels, stored } = enlarged(width, height, channels, times);
        expect(enlargement(stored, 8)).toBe(times);
        expect(atOwnSize(stored, times)).toEqual({ ...stored, width, height, values: pixels });
      }
    }
  }
});

test('only factors that leave enough pixels are considered', () => {
  const { stored } = enlarged(8, 12, 3, 6);
  expect([4, 8, 9, 16, 17, 24, 25, 48, 49].map((least) => enlargement(stored, least))).toEqual([
    6, 6, 3, 3, 2, 2, 1, 1, 1,
  ]);
});

test('a single differing value anywhere means that a picture is not enlarged', () => {
  for (const times of [2, 3, 8]) {
    const { stored } = enlarged(9, 9, 3, times);
    expect(enlargement(stored, 8)).toBe(times);
    for (let at = 0; at < stored.values.length; at += 5) {
      const values = stored.values.slice();
      values[at] = (values[at] as number) ^ 1;
      expect(enlargement({ ...stored, values }, 8)).toBe(1);
    }
  }
});

test('shifted squares, sides they do not divide, and pictures of one colour are not enlargements', () => {
  const { stored } = enlarged(12, 12, 3, 4);
  const shifted = { ...stored, values: Uint8Array.from([...stored.values.slice(3), 1, 2, 3]) };
  expect(enlargement(shifted, 8)).toBe(1);
  const cut = { ...stored, height: 45, values: stored.values.slice(0, 45 * 48 * 3) };
  expect(enlargement(cut, 8)).toBe(1);
  expect(enlargement({ ...stored, values: stored.values.map(() => 7) }, 8)).toBe(1);
  // A single change at half the width allows only factors that leave pictures of the least size.
  const halves = stored.values.map((_, i) => (Math.floor(i / 3) % 48 < 24 ? 7 : 8));
  expect(enlargement({ ...stored, values: halves }, 8)).toBe(6);
});

const shape = { ...defaultSettings, size: 16, background: '#ffffff', colour: 'rgb', reading: 2 } as const;

test('a picture enlarged by a whole number is read at its own size, from every lossless format', async () => {
  const { pixels } = enlarged(16, 16, 3, 1);
  for (const times of [2, 3, 5, 8, 16]) {
    const { stored } = enlarged(16, 16, 3, times);
    const { width, height, values } = stored;
    const image = sharp(values, { raw: { width, height, channels: 3 } });
    const deep = sharp(
      Uint16Array.from(values, (value) => 257 * value),
      { raw: { width, height, channels: 3 } },
    );
    for (const file of [
      image.clone().png(),
      image.clone().webp({ lossless: true }),
      image.clone().tiff({ compression: 'deflate' }),
      image.clone().ensureAlpha(1).png(),
      deep.toColourspace('rgb16').png(),
    ]) {
      const decoded = await decodeImage(await file.toBuffer(), shape);
      expect(decoded).toMatchObject({ ok: true, values: pixels });
      expect(decoded.ok && decoded.notes).toContain('enlarged');
    }
    const lossy = await decodeImage(await image.clone().jpeg().toBuffer(), shape);
    expect(lossy).toMatchObject({ ok: true, notes: [] });
    const before = await decodeImage(await image.clone().png().toBuffer(), { ...shape, reading: 1 });
    expect(before).toMatchObject({ ok: true, notes: [] });
    expect(before).not.toMatchObject({ values: pixels });
  }
});

test('pixels are compared as stored, even where they are transparent', async () => {
  const { stored } = enlarged(16, 16, 4, 4);
  const hidden = stored.values.map((value, i) => (i % 4 === 3 ? 0 : value));
  const png = (values: Uint8Array) =>
    sharp(values, { raw: { width: 64, height: 64, channels: 4 } })
      .png()
      .toBuffer();
  const notesOf = async (values: Uint8Array) => {
    const image = await decodeImage(await png(values), shape);
    return image.ok && image.notes;
  };
  expect(await notesOf(hidden)).toEqual(['alpha', 'enlarged']);
  hidden[4 * 21] = (hidden[4 * 21] as number) ^ 255;
  expect(await notesOf(hidden)).toEqual(['alpha']);
});

test('an original larger than the network’s size is fitted like any picture', async () => {
  const { pixels, stored } = enlarged(40, 24, 3, 4);
  const png = (values: Uint8Array, width: number, height: number) =>
    sharp(values, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
  for (const fit of ['crop', 'fit', 'stretch'] as const) {
    const base = await decodeImage(await png(pixels, 40, 24), { ...shape, fit });
    const large = await decodeImage(await png(stored.values, 160, 96), { ...shape, fit });
    expect(large).toEqual({ ...base, notes: ['enlarged'] });
  }
});

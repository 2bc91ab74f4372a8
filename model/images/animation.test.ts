import sharp from 'sharp';
import { expect, test } from 'vitest';
import { makingOf } from '../gallery/drawing-animation';
import { encodeApng, encodeGif } from './animation';
import { chunksOf } from './png-text';

const pictures = {
  count: 2,
  height: 5,
  width: 4,
  channels: 1,
  levels: 4,
  pixels: Uint8Array.from({ length: 40 }, (_, i) => (i * 7) % 4),
};

test('an animation begins blank, gains pixels in raster order, and ends with the picture', () => {
  const animation = makingOf(pictures, 1, 2);
  expect([animation.height, animation.width]).toEqual([10, 8]);
  expect(animation.frames).toHaveLength(21);
  expect(animation.frames[0]?.every((value) => value === 64)).toBe(true);
  const last = animation.frames[20] as Uint8Array;
  // Picture 1 begins with level 0, 140 % 4; its second pixel has level 147 % 4 = 3.
  expect(Array.from(last.subarray(0, 9))).toEqual([0, 0, 0, 0, 0, 0, 255, 255, 255]);
  expect(animation.milliseconds[20]).toBe(1500);
});

test('a GIF has all frames, and their size', async () => {
  const animation = makingOf(pictures, 0, 3);
  const { pages, pageHeight, width, delay } = await sharp(await encodeGif(animation), {
    animated: true,
  }).metadata();
  expect({ pages, pageHeight, width }).toEqual({ pages: 21, pageHeight: 15, width: 12 });
  expect(delay?.[20]).toBe(1500);
});

test('an APNG shows its last frame in viewers without animation, and numbers its frames', async () => {
  const animation = makingOf(pictures, 0, 1);
  const png = encodeApng(animation, { Software: 'test' });
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ height: 5, width: 4, channels: 3 });
  expect(new Uint8Array(data)).toEqual(animation.frames[20]);
  const numbered = chunksOf(png).filter(({ type }) => type === 'fcTL' || type === 'fdAT');
  expect(numbered.map(({ data }) => data.readUInt32BE(0))).toEqual(Array.from({ length: 42 }, (_, i) => i));
});

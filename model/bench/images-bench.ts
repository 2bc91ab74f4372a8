/** Measures reading a folder of images, without and with the cache, and the image library alone on the same files. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { encodePng } from '../images/decoding/image-codec';
import { readDataset } from '../images/dataset';
import { listImageFiles } from '../images/image-folder';
import { defaultSettings } from '../settings';
import { figures, timesOf, type Figures } from './measure';
import { currentReading } from '../images/reading-rules';

const images = 2000;
const side = 64;

export async function benchImages(): Promise<Record<string, Figures>> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'images-'));
  const pictures = path.join(folder, 'pictures');
  fs.mkdirSync(pictures);
  try {
    for (let image = 0; image < images; image++) {
      const values = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * (image + 7)) >> 4);
      const png = await encodePng(values, { height: side, width: side, channels: 3 });
      fs.writeFileSync(path.join(pictures, `${image}.png`), png);
    }
    const settings = { ...defaultSettings, size: 16, reading: currentReading };
    const cache = path.join(folder, 'cache');
    process.env['XDG_CACHE_HOME'] = cache;
    const ours = await timesOf(3, () => {
      fs.rmSync(cache, { recursive: true, force: true });
      return readDataset(pictures, settings);
    });
    const again = await timesOf(3, () => readDataset(pictures, settings));
    const alone = await timesOf(3, () => sharpAlone(pictures));
    const perSecond = (times: number[]) => times.map((time) => (1000 * images) / time);
    return {
      scan: {
        ...figures('images_per_s', perSecond(ours)),
        ...figures('known_images_per_s', perSecond(again)),
        ...figures('sharp_images_per_s', perSecond(alone)),
      },
    };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Decodes and shrinks every file, four at a time. */
async function sharpAlone(folder: string): Promise<void> {
  const { files } = await listImageFiles(folder, currentReading);
  let next = 0;
  const worker = async () => {
    while (next < files.length) {
      const file = path.join(folder, files[next++] as string);
      await sharp(file).resize(16, 16, { kernel: 'mitchell' }).raw().toBuffer();
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

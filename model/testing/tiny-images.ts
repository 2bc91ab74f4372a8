import path from 'path';
import type { Pictures } from '../events';
import { encodePng } from '../images/decoding/image-codec';
import { uniform } from '../random';
import { makeFolder } from '../files/make-folder';
import { writeFileWhole } from '../files/write-file';

/** A picture with some structure to learn, different for every index: a bright disc or bar on a dark background. */
export function tinyImage(index: number, size: number): Uint8Array {
  const die = (use: number) => uniform(1, index, use, 0, 0);
  const [centreX, centreY] = [size * (0.3 + 0.4 * die(0)), size * (0.3 + 0.4 * die(1))];
  const radius = size * (0.15 + 0.15 * die(2));
  const [ground, figure] = [Math.floor(60 * die(3)), 160 + Math.floor(96 * die(4))];
  return Uint8Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(i % size) + 0.5 - centreX, Math.floor(i / size) + 0.5 - centreY];
    const inside = index % 2 ? Math.abs(x) < radius / 2 : Math.hypot(x, y) < radius;
    return inside ? figure : ground;
  });
}

/** The same in colour, with three values per pixel; the figures of neighbouring indices also differ in hue. */
export function tinyColourImage(index: number, size: number): Uint8Array {
  const grey = tinyImage(index, size);
  return Uint8Array.from({ length: 3 * grey.length }, (_, i) => {
    const value = grey[Math.floor(i / 3)] as number;
    return value < 100 ? 100 - value : i % 3 === index % 3 ? value : value >> 2;
  });
}

/** Pictures, 5 wide and 3 high, whose levels change from value to value. */
export function tinyPictures(count: number, levels: number, channels = 1): Pictures {
  const pixels = Uint8Array.from({ length: count * 15 * channels }, (_, i) => (i * 7) % levels);
  return { count, height: 3, width: 5, channels, levels, pixels };
}

/**
 * Writes `count` PNG files into `folder`, grey by default, in `classes` class folders (none by default).
 * @returns their paths below `folder`, sorted
 */
export async function writeTinyImages(
  folder: string,
  {
    count = 24,
    size = 16,
    classes = 0,
    inColour = false,
  }: { count?: number; size?: number; classes?: number; inColour?: boolean } = {},
): Promise<string[]> {
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(4, '0')}.png`;
    const file = classes ? `class-${i % classes}/${name}` : name;
    const values = inColour ? tinyColourImage(i, size) : tinyImage(i, size);
    const png = await encodePng(values, { height: size, width: size, channels: inColour ? 3 : 1 });
    makeFolder(path.dirname(path.join(folder, file)));
    writeFileWhole(path.join(folder, file), png);
    files.push(file);
  }
  return files.sort();
}

/** PNG files with a palette (PNG specification, colour type 3). */
import { deflateSync } from 'zlib';
import { colourOf } from './palette';
import { addPngText, chunk, chunksOf, signature } from './png-text';

/**
 * Encodes levels as an indexed PNG.
 * @param pixels levels [height, width]
 * @param palette #rrggbb of each level, at most 256
 */
export function encodeIndexedPng(
  pixels: Uint8Array,
  { height, width }: { height: number; width: number },
  palette: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): Buffer {
  const bits = palette.length <= 2 ? 1 : palette.length <= 4 ? 2 : palette.length <= 16 ? 4 : 8;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Indexed, the standard compression and filtering, not interlaced.
  header.set([bits, 3, 0, 0, 0], 8);
  const perByte = 8 / bits;
  // A line begins with the number of its filter, 0 for none; its pixels fill bytes from the highest bit on.
  const lineBytes = 1 + Math.ceil(width / perByte);
  const lines = Buffer.alloc(height * lineBytes);
  pixels.forEach((level, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const at = row * lineBytes + 1 + Math.floor(column / perByte);
    const shift = 8 - bits * ((column % perByte) + 1);
    lines[at] = (lines[at] as number) | (level << shift);
  });
  const png = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [...colourOf(colour)]))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return addPngText(png, texts);
}

/** The palette of an indexed PNG; empty for another PNG. */
export function paletteOfPng(png: Buffer): [number, number, number][] {
  const data = chunksOf(png).find(({ type }) => type === 'PLTE')?.data ?? Buffer.alloc(0);
  return Array.from(
    { length: data.length / 3 },
    (_, i) => [...data.subarray(3 * i, 3 * i + 3)] as [number, number, number],
  );
}

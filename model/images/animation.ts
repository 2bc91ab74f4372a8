/**
 * Animated pictures: GIF by the image library, APNG (PNG specification, third edition, section 11.3.4) by this file.
 */
import { deflateSync } from 'zlib';
import sharp from 'sharp';
import { addPngText, chunk, signature } from './png-text';

/** Frames of one size: red, green, blue, 0 to 255, [frames, height, width, 3]. */
export interface Animation {
  height: number;
  width: number;
  frames: Uint8Array[];
  /** The duration of each frame. */
  milliseconds: readonly number[];
}

/** A GIF that loops for ever. The format allows at most 256 colours per frame. */
export async function encodeGif({ height, width, frames, milliseconds }: Animation): Promise<Buffer> {
  const pixels = Buffer.concat(frames);
  const raw = { width, height: height * frames.length, channels: 3, pageHeight: height } as const;
  return sharp(pixels, { raw })
    .gif({ delay: [...milliseconds], loop: 0, dither: 0, keepDuplicateFrames: true })
    .toBuffer();
}

/** A lossless APNG that loops for ever. Viewers without animation show the last frame. */
export function encodeApng(
  { height, width, frames, milliseconds }: Animation,
  texts: Readonly<Record<string, string>> = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits, RGB, the standard compression and filtering, not interlaced.
  header.set([8, 2, 0, 0, 0], 8);
  const animation = Buffer.alloc(8);
  animation.writeUInt32BE(frames.length, 0);
  const last = frames[frames.length - 1] as Uint8Array;
  let sequence = 0;
  const chunks = frames.flatMap((frame, index) => {
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence++, 0);
    control.writeUInt32BE(width, 4);
    control.writeUInt32BE(height, 8);
    control.writeUInt16BE(Math.min(65535, milliseconds[index] ?? 50), 20);
    control.writeUInt16BE(1000, 22);
    const data = packed(frame, width);
    const numbered = Buffer.alloc(4 + data.length);
    numbered.writeUInt32BE(sequence++, 0);
    data.copy(numbered, 4);
    return [chunk('fcTL', control), chunk('fdAT', numbered)];
  });
  const png = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('acTL', animation),
    chunk('IDAT', packed(last, width)),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return addPngText(png, texts);
}

/** The compressed lines, each after the number of its filter, 0 for none. */
function packed(frame: Uint8Array, width: number): Buffer {
  const line = 3 * width;
  const height = frame.length / line;
  const lines = Buffer.alloc(height * (line + 1));
  for (let row = 0; row < height; row++) {
    lines.set(frame.subarray(row * line, (row + 1) * line), row * (line + 1) + 1);
  }
  return deflateSync(lines, { level: 9 });
}

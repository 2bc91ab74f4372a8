/** Reads and writes the named texts of a PNG file (PNG specification, third edition, section 11.3.3). */
import { crc32 } from 'zlib';
import { reasonOf, StudioError } from '../errors';
import { mostImageBytes } from '../limits';
import { readRegularFile } from '../files/regular-file';

export const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The signature and the first chunk, IHDR, which must stay first. */
const headLength = 33;

/**
 * Adds a text chunk for each entry, after the header. ASCII is written as tEXt, which all programs read, other text
 * as iTXt. Names are 1 to 79 ASCII characters.
 */
export function addPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Buffer {
  const chunks = Object.entries(texts).map(([name, text]) =>
    isAscii(text)
      ? chunk('tEXt', Buffer.from(`${name}\0${text}`, 'latin1'))
      : chunk('iTXt', Buffer.from(`${name}\0\0\0\0\0${text}`, 'utf8')),
  );
  return Buffer.concat([png.subarray(0, headLength), ...chunks, png.subarray(headLength)]);
}

/**
 * The texts of a PNG file by name; compressed ones are left out.
 * @throws StudioError file-unreadable, image-unreadable
 */
export function readPngText(file: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { type, data } of chunksOf(readPngBytes(file))) {
    const name = data.toString('latin1', 0, data.indexOf(0));
    if (type === 'tEXt') texts[name] = data.toString('latin1', name.length + 1);
    if (type === 'iTXt' && data[name.length + 1] === 0)
      texts[name] = internationalText(data, name.length + 3);
  }
  return texts;
}

/** The size of a PNG file, in points. @throws StudioError file-unreadable, image-unreadable */
export function readPngSize(file: string): { height: number; width: number } {
  const png = readPngBytes(file);
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

function readPngBytes(file: string): Buffer {
  let png: Buffer;
  try {
    png = readRegularFile(file, mostImageBytes);
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
  if (png.length < headLength || !png.subarray(0, 8).equals(signature)) {
    throw new StudioError('image-unreadable', { file, reason: 'It is not a PNG file' });
  }
  return png;
}

/** The chunks of a PNG file, in order; a truncated chunk ends the list. */
export function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = signature.length; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** The text after two fields that end in a zero byte: a language and a translated name. */
function internationalText(data: Buffer, languageAt: number): string {
  const translatedAt = data.indexOf(0, languageAt) + 1;
  return data.toString('utf8', data.indexOf(0, translatedAt) + 1);
}

/** A chunk as it is stored: length, type, data, checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function isAscii(text: string): boolean {
  return /^[\n\x20-\x7e]*$/.test(text);
}

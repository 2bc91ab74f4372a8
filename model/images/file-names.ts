/** Names of files below a data folder: as text, on disk, and compared. */
import path from 'path';
import type { ReadingRules } from './reading-rules';

/** Begins what stands for a byte that is no UTF-8: this character and two hexadecimal digits. */
const mark = '\ufffd';
const marked = /\ufffd([0-9A-F]{2})/;

/** A name on disk as text. Bytes that are no UTF-8 are kept, so that no two names become one. */
export function decodeName(bytes: Buffer, reading: ReadingRules): string {
  const text = bytes.toString('utf8');
  return reading === 1 || !text.includes(mark) ? text : keepingBytes(bytes);
}

/** Where a file or folder is, given its name below `folder`. */
export function pathOf(folder: string, name: string): string | Buffer {
  const place = path.join(folder, name);
  if (!marked.test(place)) return place;
  // Every second part is a byte.
  const parts = place.split(marked).map((part, i) => Buffer.from(part, i % 2 ? 'hex' : 'utf8'));
  return Buffer.concat(parts);
}

/** A name as names are compared: two ways of writing the same letters in Unicode are one name. */
export function comparable(name: string, reading: ReadingRules): string {
  return reading === 1 ? name : name.normalize();
}

/** Compares by code units, which is the same in every language and on every machine. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** UTF-8 where it is; each other byte, and each character that looks like the mark, as its bytes behind marks. */
function keepingBytes(bytes: Buffer): string {
  let name = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] as number;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const character = bytes.toString('utf8', at, at + length);
    if (character.includes(mark)) {
      name += mark + bytes.toString('hex', at, at + 1).toUpperCase();
      at++;
    } else {
      name += character;
      at += length;
    }
  }
  return name;
}

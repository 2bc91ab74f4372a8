/** Converts the names of files below a data folder between text and disk, and compares them. */
import path from 'path';
import type { ReadingRules } from './reading-rules';

/** Escapes a byte that is not UTF-8: this character followed by two hexadecimal digits. */
const mark = '\ufffd';
const marked = /\ufffd([0-9A-F]{2})/;

/** A name on disk as text. Bytes that are not UTF-8 are escaped, so that different names stay different. */
export function decodeName(bytes: Buffer, reading: ReadingRules): string {
  const text = bytes.toString('utf8');
  return reading === 1 || !text.includes(mark) ? text : keepingBytes(bytes);
}

/** The path on disk of a file or folder, given its name below `folder`. */
export function pathOf(folder: string, name: string): string | Buffer {
  const file = path.join(folder, name);
  if (!marked.test(file)) return file;
  // Every second part is an escaped byte.
  const parts = file.split(marked).map((part, i) => Buffer.from(part, i % 2 ? 'hex' : 'utf8'));
  return Buffer.concat(parts);
}

/** The form of a name in which names are compared: Unicode normalised, apart from runs of 0.1.0. */
export function comparable(name: string, reading: ReadingRules): string {
  return reading === 1 ? name : name.normalize();
}

/** Compares by code units, which gives the same order in every language and on every machine. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Decodes UTF-8; every other byte, and each byte of a character equal to the mark, is escaped. */
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

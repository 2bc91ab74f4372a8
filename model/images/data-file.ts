import * as v from 'valibot';
import { sha256 } from '../files/record-parts';

/** One file of the data set: its path below the folder with `/`, and the SHA-256 of its bytes. */
export const dataFile = v.object({
  file: v.pipe(v.string(), v.check(staysBelow, 'the path of a file below the folder of images')),
  sha256,
});
export type DataFile = v.InferOutput<typeof dataFile>;

/** Whether a path from a file cannot lead out of the folder it is relative to, on any system. */
function staysBelow(name: string): boolean {
  const isAbsolute = /^([\\/]|[A-Za-z]:[\\/])/.test(name);
  // The escape for a byte that is not UTF-8 (see file-names.ts) must not encode an ASCII character such as a
  // dot.
  const hidesLetters = /\ufffd[0-7][0-9A-F]/.test(name);
  const parts = name.split(/[\\/]/);
  return !isAbsolute && !hidesLetters && !name.includes('\0') && !parts.includes('..') && name !== '';
}

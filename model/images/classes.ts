/** The classes of images, given by their folders, and the files and classes that a person excluded. */
import { comparable, compareCodeUnits } from './file-names';
import type { ReadingRules } from './reading-rules';

/** The class of images in no subfolder, where others are in one. A subfolder of this name is the same class. */
export const looseClass = 'no-subfolder';

/**
 * The class of a file: the first folder in its path. With the rules of 0.1.0 a file in no subfolder has the class ''.
 */
export function classOfFile(file: string, reading: ReadingRules): string {
  const folder = comparable(file.slice(0, Math.max(0, file.indexOf('/'))), reading);
  return folder === '' && reading > 1 ? looseClass : folder;
}

/** The class of each file, and all classes, sorted; none where no file is in a subfolder. */
export function classify(
  files: readonly string[],
  reading: ReadingRules,
): { classOf: string[]; classNames: string[] } {
  const classOf = files.map((file) => classOfFile(file, reading));
  const hasFolders = files.some((file) => file.includes('/'));
  return { classOf, classNames: hasFolders ? [...new Set(classOf)].sort(compareCodeUnits) : [] };
}

/**
 * The files and classes that a person excluded: files by their path below the folder, classes by name; '' is the
 * class without a subfolder.
 */
export class Exclusion {
  readonly #names: ReadonlySet<string>;

  constructor(
    excluded: readonly string[],
    private readonly reading: ReadingRules,
  ) {
    // '' gives the class of a file in no subfolder.
    this.#names = new Set(
      excluded.map((name) => (name ? comparable(name, reading) : classOfFile(name, reading))),
    );
  }

  /** Whether a file is excluded by its name or with its class. */
  has(file: string): boolean {
    return this.hasFile(file) || this.hasClass(classOfFile(file, this.reading));
  }

  hasFile(file: string): boolean {
    return this.#names.has(comparable(file, this.reading));
  }

  hasClass(name: string): boolean {
    return this.#names.has(name);
  }
}

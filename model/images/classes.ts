/** Classes of images, by the folders they lie in, and which files and classes a person left out. */
import { comparable, compareCodeUnits } from './file-names';
import type { ReadingRules } from './reading-rules';

/** The class of images that lie in no subfolder, beside others that do. A subfolder of this name joins it. */
export const looseClass = 'no-subfolder';

/** The class of a file: the first folder on its way. With the rules of 0.1.0 a file in no subfolder is of class ''. */
export function classOfFile(file: string, reading: ReadingRules): string {
  const folder = comparable(file.slice(0, Math.max(0, file.indexOf('/'))), reading);
  return folder === '' && reading > 1 ? looseClass : folder;
}

/** The class of each file, and the classes there are, sorted; none where no file lies in a subfolder. */
export function classify(
  files: readonly string[],
  reading: ReadingRules,
): { classOf: string[]; classNames: string[] } {
  const classOf = files.map((file) => classOfFile(file, reading));
  const hasFolders = files.some((file) => file.includes('/'));
  return { classOf, classNames: hasFolders ? [...new Set(classOf)].sort(compareCodeUnits) : [] };
}

/** What a person left out: files by their names below the folder, and classes, of which '' is that of no subfolder. */
export class Exclusion {
  readonly #names: ReadonlySet<string>;

  constructor(
    excluded: readonly string[],
    private readonly reading: ReadingRules,
  ) {
    // A file of no name is in no subfolder.
    this.#names = new Set(
      excluded.map((name) => (name ? comparable(name, reading) : classOfFile(name, reading))),
    );
  }

  /** Whether a file is left out by its name or with its class. */
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

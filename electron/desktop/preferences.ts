/** One JSON file with a person's preferences, recent folders, the places of dialogs and the bounds of the window. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, type ErrorData } from '../../model/errors';
import { parseJson } from '../../model/files/json-file';
import { codeOf, makeFolder } from '../../model/files/make-folder';
import { readRegularText } from '../../model/files/regular-file';
import { mostPreferencesBytes } from '../../model/limits';
import { writeFileWhole } from '../../model/files/write-file';
import { pick } from '../../model/pick';
import { defaultPreferences, type Preferences } from '../api/program';
import { libraryMove, type LibraryMove } from '../library/library-move';

const number = v.pipe(v.number(), v.finite());
const ofThePage = {
  theme: v.picklist(['system', 'dark', 'light']),
  recentFolders: v.array(v.string()),
  cores: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  exportMetadata: v.boolean(),
  keepAwake: v.boolean(),
  notifications: v.boolean(),
  guideLeft: v.boolean(),
  electronNoticeClosed: v.boolean(),
  pace: v.nullable(v.pipe(number, v.minValue(0))),
};
const namesOfThePage = Object.keys(ofThePage) as (keyof typeof ofThePage)[];

/** The folder where each kind of dialog was left: images to train on, pictures to look into, files to export, … */
const lastFolders = v.partial(
  v.object({
    images: v.string(),
    pictures: v.string(),
    weights: v.string(),
    runs: v.string(),
    exports: v.string(),
    charts: v.string(),
    library: v.string(),
  }),
);
export type DialogKind = keyof v.InferOutput<typeof lastFolders>;

const schema = v.object({
  ...ofThePage,
  /** The library folder; null for the program's own. */
  libraryFolder: v.nullable(v.string()),
  /** The move of the runs that is under way; null if there is none. */
  libraryMove: v.nullable(libraryMove),
  lastFolders,
  window: v.nullable(
    v.object({ x: number, y: number, width: number, height: number, isMaximized: v.boolean() }),
  ),
});
type Remembered = v.InferOutput<typeof schema>;
export type WindowBounds = NonNullable<Remembered['window']>;

const defaults: Remembered = {
  ...pick(defaultPreferences, namesOfThePage),
  libraryFolder: null,
  libraryMove: null,
  lastFolders: {},
  window: null,
};

const mostRecent = 8;

export class PreferencesFile {
  /** What a person should read about this start, such as entries that could not be read; null if there is nothing. */
  #problem: ErrorData | null = null;
  #remembered: Remembered;

  /**
   * Missing entries have their defaults. A damaged file is kept beside under another name, and its readable entries
   * are used.
   * @param onChange called after each change
   */
  constructor(
    private readonly file: string,
    private readonly onChange: () => void = () => {},
  ) {
    const { remembered, reason } = read(file);
    this.#remembered = remembered;
    if (reason === undefined) return;
    const kept = keepBeside(file);
    this.#problem = { code: 'preferences-damaged', facts: { file: kept, reason } };
    if (kept === file) return;
    try {
      // The next start then finds a valid file.
      writeFileWhole(file, textOf(remembered));
    } catch {
      // The program starts even if the disk is full; the damaged file is kept.
    }
  }

  /** The preferences, with the recent folders that still exist. */
  get preferences(): Preferences {
    const remembered = pick(this.#remembered, namesOfThePage);
    const recentFolders = remembered.recentFolders.filter(isFolder);
    return { ...remembered, recentFolders, problem: this.#problem };
  }

  get window(): WindowBounds | null {
    return this.#remembered.window;
  }

  get libraryFolder(): string | null {
    return this.#remembered.libraryFolder;
  }

  get libraryMove(): LibraryMove | null {
    return this.#remembered.libraryMove;
  }

  /** The folder where this kind of dialog was left, which may be gone; null at first. */
  lastFolder(kind: DialogKind): string | null {
    return this.#remembered.lastFolders[kind] ?? null;
  }

  /** A folder of the downloads of a browser is none that a person left. @throws StudioError file-unwritable */
  keepLastFolder(kind: DialogKind, folder: string): void {
    const downloads = path.join(path.dirname(this.file), 'downloads');
    if (this.lastFolder(kind) === folder || folder.startsWith(downloads)) return;
    this.change({ lastFolders: { ...this.#remembered.lastFolders, [kind]: folder } });
  }

  /** @throws StudioError file-unwritable; the preferences are then those of the file, which may be the new ones */
  change(changes: Partial<Remembered>): void {
    const changed = { ...this.#remembered, ...changes };
    try {
      makeFolder(path.dirname(this.file));
      writeFileWhole(this.file, textOf(changed));
      this.#remembered = changed;
    } catch (thrown) {
      const { remembered, reason } = read(this.file);
      if (reason === undefined) this.#remembered = remembered;
      throw thrown;
    }
    this.onChange();
  }

  get problem(): ErrorData | null {
    return this.#problem;
  }

  /** Shows a problem to the person. */
  report(problem: ErrorData): void {
    this.#problem = problem;
    this.onChange();
  }

  /** Makes a folder the most recent one. */
  addRecent(folder: string): void {
    if (this.#remembered.recentFolders[0] === folder) return;
    const others = this.preferences.recentFolders.filter((recent) => recent !== folder);
    this.change({ recentFolders: [folder, ...others].slice(0, mostRecent) });
  }
}

function isFolder(folder: string): boolean {
  try {
    return fs.statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

/** Reads the file. @returns its usable entries, and why others are not usable */
function read(file: string): { remembered: Remembered; reason?: string } {
  let found: unknown;
  try {
    found = parseJson(readRegularText(file, mostPreferencesBytes));
    if (typeof found !== 'object' || found === null || Array.isArray(found))
      throw new Error('it holds no entries');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return { remembered: defaults };
    return { remembered: defaults, reason: reasonOf(thrown) };
  }
  const all = { ...defaults, ...found };
  const parsed = v.safeParse(schema, all);
  if (parsed.success) return { remembered: parsed.output };
  const wrong = new Set(parsed.issues.map((issue) => String(issue.path?.[0].key)));
  const usable = Object.entries(all).filter(([name]) => !wrong.has(name));
  const remembered = v.parse(schema, { ...defaults, ...Object.fromEntries(usable) });
  return { remembered, reason: `these entries are not usable: ${[...wrong].join(', ')}` };
}

/** Moves a damaged file aside. @returns its new path, or the old one if it cannot be moved */
function keepBeside(file: string): string {
  const { dir, name, ext } = path.parse(file);
  for (let number = 1; ; number++) {
    const kept = path.join(dir, `${name}-damaged${number === 1 ? '' : `-${number}`}${ext}`);
    if (fs.existsSync(kept)) continue;
    try {
      fs.renameSync(file, kept);
      return kept;
    } catch {
      return file;
    }
  }
}

function textOf(remembered: Remembered): string {
  return `${JSON.stringify(remembered, null, 2)}\n`;
}

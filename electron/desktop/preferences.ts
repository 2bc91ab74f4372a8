/** What the program remembers of a person, in one JSON file: preferences, recent folders, place of the window. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, type ErrorData } from '../../model/errors';
import { parseJson } from '../../model/files/json-file';
import { codeOf, makeFolder } from '../../model/files/make-folder';
import { readRegularText } from '../../model/files/regular-file';
import { writeFileWhole } from '../../model/files/write-file';
import type { Preferences } from '../api/program';

const number = v.pipe(v.number(), v.finite());
const schema = v.object({
  theme: v.picklist(['system', 'dark', 'light']),
  recentFolders: v.array(v.string()),
  cores: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  exportMetadata: v.boolean(),
  keepAwake: v.boolean(),
  notifications: v.boolean(),
  guideLeft: v.boolean(),
  pace: v.nullable(v.pipe(number, v.minValue(0))),
  /** Where the runs lie; null for the program's own folder. */
  libraryFolder: v.nullable(v.string()),
  window: v.nullable(
    v.object({ x: number, y: number, width: number, height: number, isMaximized: v.boolean() }),
  ),
});
type Remembered = v.InferOutput<typeof schema>;
export type WindowPlace = NonNullable<Remembered['window']>;

const defaults: Remembered = {
  theme: 'system',
  recentFolders: [],
  cores: null,
  exportMetadata: true,
  keepAwake: true,
  notifications: true,
  guideLeft: false,
  pace: null,
  libraryFolder: null,
  window: null,
};

const mostRecent = 8;
/** A list of folders and some switches. */
const mostBytes = 2 ** 20;

export class PreferencesFile {
  /** What of the file could not be read, and where it is kept now; null when all of it could. */
  readonly problem: ErrorData | null = null;
  #remembered: Remembered;

  /**
   * What the file lacks is as by default. A damaged file is kept beside under another name, and what of it can be read
   * stays.
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
    this.problem = { code: 'preferences-damaged', facts: { file: kept, reason } };
    if (kept === file) return;
    try {
      // The next start finds a whole file and has nothing to say.
      writeFileWhole(file, textOf(remembered));
    } catch {
      // A full disk keeps no program from starting; the old file is kept all the same.
    }
  }

  /** Without the recent folders that are gone. */
  get preferences(): Preferences {
    const { theme, recentFolders, cores, exportMetadata, keepAwake, notifications, guideLeft, pace } =
      this.#remembered;
    const there = recentFolders.filter(isFolder);
    const { problem } = this;
    return {
      theme,
      recentFolders: there,
      cores,
      exportMetadata,
      keepAwake,
      notifications,
      guideLeft,
      pace,
      problem,
    };
  }

  get window(): WindowPlace | null {
    return this.#remembered.window;
  }

  get libraryFolder(): string | null {
    return this.#remembered.libraryFolder;
  }

  /** @throws StudioError file-unwritable */
  change(changes: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...changes };
    makeFolder(path.dirname(this.file));
    writeFileWhole(this.file, textOf(this.#remembered));
    this.onChange();
  }

  /** Puts a folder first among the recent ones. */
  addRecent(folder: string): void {
    if (this.#remembered.recentFolders[0] === folder) return;
    const others = this.preferences.recentFolders.filter((recent) => recent !== folder);
    this.change({ recentFolders: [folder, ...others].slice(0, mostRecent) });
  }
}

function isFolder(place: string): boolean {
  try {
    return fs.statSync(place).isDirectory();
  } catch {
    return false;
  }
}

/** @returns what can be used of the file, and why the rest cannot */
function read(file: string): { remembered: Remembered; reason?: string } {
  let found: unknown;
  try {
    found = parseJson(readRegularText(file, mostBytes));
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
  return { remembered, reason: `not usable in it: ${[...wrong].join(', ')}` };
}

/** @returns where the file is now; where it was, if it cannot be moved */
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

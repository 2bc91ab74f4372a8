/** What the program remembers of a person, in one JSON file: preferences, recent folders, place of the window. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { makeFolder } from '../model/make-folder';
import { writeFileWhole } from '../model/run-folder';
import type { Preferences } from './api/program';

const number = v.pipe(v.number(), v.finite());
const schema = v.object({
  theme: v.fallback(v.picklist(['system', 'dark', 'light']), 'system'),
  recentFolders: v.fallback(v.array(v.string()), []),
  cores: v.fallback(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))), null),
  exportMetadata: v.fallback(v.boolean(), true),
  keepAwake: v.fallback(v.boolean(), true),
  notifications: v.fallback(v.boolean(), true),
  guideLeft: v.fallback(v.boolean(), false),
  pace: v.fallback(v.nullable(v.pipe(number, v.minValue(0))), null),
  /** Where the runs lie; null for the program's own folder. */
  libraryFolder: v.fallback(v.nullable(v.string()), null),
  window: v.fallback(
    v.nullable(v.object({ x: number, y: number, width: number, height: number, isMaximized: v.boolean() })),
    null,
  ),
});
type Remembered = v.InferOutput<typeof schema>;
export type WindowPlace = NonNullable<Remembered['window']>;

const mostRecent = 8;

export class PreferencesFile {
  #remembered: Remembered;

  /** A missing or damaged file gives the defaults. @param onChange called after each change */
  constructor(
    private readonly file: string,
    private readonly onChange: () => void = () => {},
  ) {
    this.#remembered = v.parse(schema, { ...empty, ...readJson(file) });
  }

  /** Without the recent folders that are gone. */
  get preferences(): Preferences {
    const { theme, recentFolders, cores, exportMetadata, keepAwake, notifications, guideLeft, pace } =
      this.#remembered;
    const there = recentFolders.filter(isFolder);
    return { theme, recentFolders: there, cores, exportMetadata, keepAwake, notifications, guideLeft, pace };
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
    writeFileWhole(this.file, `${JSON.stringify(this.#remembered, null, 2)}\n`);
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

function readJson(file: string): object {
  try {
    const found: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof found === 'object' && found !== null ? found : {};
  } catch {
    return {};
  }
}

/** A missing entry is like a wrong one. */
const empty = Object.fromEntries(Object.keys(schema.entries).map((name) => [name, undefined]));

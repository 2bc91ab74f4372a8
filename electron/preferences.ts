/** What the program remembers of a person, in one JSON file: theme, recent folders, place of the window. */
import fs from 'fs';
import * as v from 'valibot';
import { writeFileWhole } from '../model/run-folder';
import type { Preferences } from './api';

const number = v.pipe(v.number(), v.finite());
const schema = v.object({
  theme: v.fallback(v.picklist(['system', 'dark', 'light']), 'system'),
  recentFolders: v.fallback(v.array(v.string()), []),
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

  /** A missing or damaged file gives the defaults. */
  constructor(private readonly file: string) {
    this.#remembered = v.parse(schema, readJson(file));
  }

  get preferences(): Preferences {
    const { theme, recentFolders } = this.#remembered;
    return { theme, recentFolders };
  }

  get window(): WindowPlace | null {
    return this.#remembered.window;
  }

  /** @throws StudioError file-unwritable */
  change(changes: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...changes };
    writeFileWhole(this.file, `${JSON.stringify(this.#remembered, null, 2)}\n`);
  }

  /** Puts a folder first among the recent ones. */
  addRecent(folder: string): void {
    const others = this.#remembered.recentFolders.filter((recent) => recent !== folder);
    this.change({ recentFolders: [folder, ...others].slice(0, mostRecent) });
  }
}

function readJson(file: string): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    return typeof found === 'object' && found !== null ? { ...empty, ...found } : empty;
  } catch {
    return empty;
  }
}

const empty: Record<string, unknown> = { theme: 'system', recentFolders: [], window: null };

import fs from 'fs';
import { phraseOf, reasonOf, StudioError } from '../errors';
import { parseJson } from '../files/json-file';
import { readBeginningAsync, readRegularFileAsync } from '../files/regular-file';
import { mostJsonBytes } from '../limits';
import type { SkippedFile } from '../reports';
import { runFormat } from '../run-format';
import { parseSettings } from '../settings';
import { judgeName } from './file-endings';
import { comparable, compareCodeUnits, decodeName, pathOf } from './file-names';
import { imageFormat } from './decoding/image-format';
import { eachConcurrently } from './each-concurrently';
import type { ReadingRules } from './reading-rules';

export interface FolderListing {
  /** Files that may be pictures, as sorted names below the folder with `/`. */
  files: string[];
  /** Files that are not pictures or cannot be reached, sorted. */
  skipped: SkippedFile[];
}

/** Folders of operating systems and file servers: previews, trash, older versions, lost files. */
const ofSystem =
  /^(@eaDir|@Recycle|@Recently-Snapshot|#recycle|#snapshot|~snapshot|\$RECYCLE\.BIN|System Volume Information|lost\+found|found\.\d{3}|__MACOSX|Network Trash Folder|Temporary Items)$/i;

/** How many bytes of a file are read to recognise its format. */
const beginning = 32;

/**
 * Lists a folder recursively. Names with a leading dot and folders of the system are left out without a report. Links
 * are followed after all real folders, and no folder is entered twice, so that loops end. Runs of this program are
 * skipped with all their pictures. A file with an unknown extension is recognised by its content.
 * @throws StudioError folder-unreachable, cancelled
 */
export async function listImageFiles(
  folder: string,
  reading: ReadingRules,
  signal?: AbortSignal,
): Promise<FolderListing> {
  const walk = new Walk(folder, reading);
  await walk.everywhere(signal);
  await eachConcurrently(walk.unknown, (file) => walk.checkContent(file), signal);
  return {
    files: sortNames(walk.files, reading),
    skipped: walk.skipped.sort((a, b) => compareCodeUnits(a.file, b.file)),
  };
}

/** One traversal of a folder, with the files it found. */
class Walk {
  readonly files: string[] = [];
  readonly skipped: SkippedFile[] = [];
  /** Files whose content must decide whether they are pictures. */
  readonly unknown: string[] = [];
  readonly #folders = [''];
  readonly #links: string[] = [];
  readonly #entered = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly reading: ReadingRules,
  ) {}

  /** Enters every folder. @throws StudioError folder-unreachable, cancelled */
  async everywhere(signal?: AbortSignal): Promise<void> {
    const { folder } = this;
    while (this.#folders.length || this.#links.length) {
      if (signal?.aborted) throw new StudioError('cancelled', {});
      const below = this.#folders.pop();
      const link = below === undefined ? this.#links.pop() : undefined;
      try {
        if (link === undefined) await this.#enter(below as string);
        else this.#add(link, await fs.promises.stat(pathOf(folder, link)));
      } catch (thrown) {
        const file = link ?? (below as string);
        if (!file) throw new StudioError('folder-unreachable', { folder, reason: reasonOf(thrown) });
        this.skipped.push({ file, reason: 'unreachable', detail: phraseOf(thrown) });
      }
    }
  }

  async checkContent(file: string): Promise<void> {
    try {
      const bytes = await readBeginningAsync(pathOf(this.folder, file), beginning);
      if (imageFormat(bytes)) this.files.push(file);
      else this.#skipOther(file, 'neither its name nor its content is that of a picture');
    } catch (thrown) {
      this.skipped.push({ file, reason: 'unreachable', detail: phraseOf(thrown) });
    }
  }

  async #enter(below: string): Promise<void> {
    const { folder, reading } = this;
    const there = pathOf(folder, below);
    const real = (await fs.promises.realpath(there, { encoding: 'buffer' })).toString('latin1');
    if (this.#entered.has(real)) return;
    this.#entered.add(real);
    const entries = await fs.promises.readdir(there, { withFileTypes: true, encoding: 'buffer' });
    const found = entries
      .map((entry) => ({ entry, name: decodeName(entry.name, reading) }))
      .sort((a, b) => compareCodeUnits(a.name, b.name));
    const within = (name: string) => (below ? `${below}/${name}` : name);
    const mayBeRun = reading > 1 && below && found.some(({ name }) => name === 'run.json');
    if (mayBeRun && (await isRun(pathOf(folder, within('run.json'))))) {
      const detail = 'its samples and galleries are not images to learn from';
      this.skipped.push({ file: below, reason: 'run', detail });
      return;
    }
    for (const { entry, name } of found) {
      const isPassedOver = name.startsWith('.') || (reading > 1 && ofSystem.test(name));
      if (!isPassedOver) this.#add(within(name), entry);
    }
  }

  #add(file: string, found: Pick<fs.Stats, 'isDirectory' | 'isSymbolicLink' | 'isFile'>): void {
    if (found.isDirectory()) this.#folders.push(file);
    else if (found.isSymbolicLink()) this.#links.push(file);
    else if (!found.isFile()) this.#skipOther(file, 'not a regular file');
    else {
      const judged = judgeName(file, this.reading);
      if (judged === 'picture') this.files.push(file);
      else if (judged === 'unknown') this.unknown.push(file);
      else this.#skipOther(file, 'not the name of a picture');
    }
  }

  #skipOther(file: string, detail: string): void {
    this.skipped.push({ file, reason: 'not-an-image', detail });
  }
}

/** The order of a run's images, on which its split depends: the same wherever the folder is copied. */
function sortNames(names: readonly string[], reading: ReadingRules): string[] {
  return names
    .map((name) => ({ name, key: comparable(name, reading) }))
    .sort((a, b) => compareCodeUnits(a.key, b.key) || compareCodeUnits(a.name, b.name))
    .map(({ name }) => name);
}

/** Whether a run.json belongs to this program, in this version or a later one. */
async function isRun(file: string | Buffer): Promise<boolean> {
  try {
    const { bytes } = await readRegularFileAsync(file, mostJsonBytes);
    const found = parseJson(bytes.toString('utf8'));
    if (typeof found !== 'object' || found === null) return false;
    const { format, settings } = found as { format?: unknown; settings?: unknown };
    if (!Number.isInteger(format) || typeof settings !== 'object' || settings === null) return false;
    return (format as number) > runFormat || parseSettings(settings).ok;
  } catch {
    return false;
  }
}

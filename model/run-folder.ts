/**
 * What lies in a run's folder under which name, and how files get there whole. Plain Node, no TensorFlow, and
 * old enough Node calls for the oldest Electron's main process.
 */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from './errors';
import type { ReferenceLosses } from './events';
import { currentReading, type ReadingRules } from './images/reading-rules';
import { codeOf, unwritable } from './make-folder';
import { parseSettings, type Settings } from './settings';

/** One file of the data set: its path below the folder with `/`, and the SHA-256 of its bytes. */
export interface DataFile {
  file: string;
  sha256: string;
}

export type RunStatus = 'running' | 'finished' | 'stopped' | 'interrupted' | 'failed' | 'imported';

/** The version of run.json that this program writes; it reads all up to it. */
export const runFormat = 2;

/** run.json. */
export interface RunRecord {
  /** 1 in runs of 0.1.0, which do not name the rules they read images by. */
  format: 1 | 2;
  /** How the run reads its images. */
  reading: ReadingRules;
  name: string;
  /** What a person wrote about it. */
  note: string;
  /** Milliseconds since 1970. */
  created: number;
  status: RunStatus;
  preset: string;
  settings: Settings;
  /** Where the images are; empty for an imported run. */
  dataFolder: string;
  /** Fingerprint of the images, sorted by name; empty until they have been read once. */
  dataFiles: DataFile[];
  /** Files and classes of the data folder that a person left out, as in `Exclusion`. */
  excluded: string[];
  /** The classes the network knows, by the number it knows them by; empty when it knows none. */
  classNames: string[];
  /** The colours a level stands for, as #rrggbb; empty without a palette, and until the images have been read. */
  palette: string[];
  /** Null until the images have been read, and in an imported run. */
  references: ReferenceLosses | null;
  versions: { program: string; tensorflow: string; node: string };
  /** `card`: the graphics card that trained it, if one did. */
  machine: { platform: string; cpu: string; card?: string; cores: number; memoryBytes: number };
  /** Starts, ends and everything a reader of the results should know. */
  history: HistoryEntry[];
}

export interface HistoryEntry {
  /** Milliseconds since 1970. */
  time: number;
  step: number;
  event:
    | 'started'
    | 'resumed-exactly'
    | 'resumed-not-bit-exact'
    | 'accepted-changed-data'
    | 'skipped-metrics'
    | 'smaller-micro-batch'
    | 'finished'
    | 'stopped'
    | 'interrupted'
    | 'failed'
    | 'imported';
  detail?: string;
}

/** Paths inside one run's folder. */
export function runPaths(folder: string) {
  const at = (...parts: string[]) => path.join(folder, ...parts);
  return {
    record: at('run.json'),
    metrics: at('metrics.jsonl'),
    checkpoints: at('checkpoints'),
    checkpoint: (step: number) => at('checkpoints', String(step)),
    /** Small text files that hold the step of the checkpoint meant. */
    last: at('checkpoints', 'last'),
    best: at('checkpoints', 'best'),
    samples: at('samples'),
    sample: (step: number) => at('samples', `${step}.png`),
    gallery: (id: string) => at('gallery', id),
    galleries: at('gallery'),
  };
}

/**
 * Writes under a temporary name beside `file`, syncs, renames: a reader sees the old file or the new one. Makes no
 * folder: one that was moved or deleted meanwhile stays away.
 * @param data all of it, or its parts in order
 * @param mayReplace whether a file of that name gives way; otherwise it stays as it is, even one that appears meanwhile
 * @throws StudioError file-exists, folder-gone, file-unwritable
 */
export function writeFileWhole(
  file: string,
  data: string | Uint8Array | Iterable<Uint8Array>,
  { mayReplace = true }: { mayReplace?: boolean } = {},
): void {
  const temporary = `${file}.${crypto.randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = fs.openSync(temporary, 'wx');
    try {
      const parts = typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
      for (const part of parts) fs.writeFileSync(handle, part);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    if (mayReplace) fs.renameSync(temporary, file);
    else renameToNew(temporary, file);
  } catch (thrown) {
    if (fs.existsSync(temporary)) fs.unlinkSync(temporary);
    throw unwritable(file, thrown);
  }
}

/** Says early what `writeFileWhole` would say after the work. @throws StudioError file-exists */
export function requireNoFile(file: string): void {
  if (fs.existsSync(file)) throw new StudioError('file-exists', { file });
}

/** Renaming replaces what has the name already; linking and exclusive copying do not. */
function renameToNew(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') throw thrown;
    // Some file systems know no links: FAT, some network shares.
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
  fs.unlinkSync(from);
}

/** @throws StudioError as `writeFileWhole` */
export function writeRunRecord(
  folder: string,
  record: RunRecord,
  options: { mayReplace?: boolean } = {},
): void {
  writeFileWhole(runPaths(folder).record, `${JSON.stringify(record, null, 2)}\n`, options);
}

/** @throws StudioError run-missing, run-damaged, file-newer */
export function readRunRecord(folder: string): RunRecord {
  const { record } = runPaths(folder);
  if (!fs.existsSync(record)) throw new StudioError('run-missing', { folder });
  const damaged = (reason: string) => new StudioError('run-damaged', { folder, file: record, reason });
  let found: Partial<RunRecord>;
  try {
    found = JSON.parse(fs.readFileSync(record, 'utf8')) as Partial<RunRecord>;
  } catch (thrown) {
    throw damaged(reasonOf(thrown));
  }
  const { format } = found;
  if (typeof format === 'number' && format > runFormat) throw new StudioError('file-newer', { file: record });
  if (format !== 1 && format !== 2) throw damaged(`Its format, ${String(format)}, is not known`);
  const settings = parseSettings(found.settings);
  if (!settings.ok)
    throw damaged(settings.problems.map((p) => `The setting ${p.setting} must be ${p.expected}`).join('. '));
  // Runs made before there were notes, classes, palettes and exclusions do not name them.
  const { note = '', classNames = [], palette = [], references = null, excluded = [] } = found;
  const added = { note, classNames, palette, references, excluded };
  const reading = found.reading ?? (format === 1 ? 1 : currentReading);
  return { ...(found as RunRecord), reading, settings: settings.settings, ...added };
}

/** Steps of which a run has sample pictures, rising. */
export function sampleSteps(folder: string): number[] {
  return stepsIn(runPaths(folder).samples, '.png');
}

/** The steps that entries of a folder are named after, rising; none when the folder is not there. */
export function stepsIn(folder: string, ending: string): number[] {
  if (!fs.existsSync(folder)) return [];
  const stepOf = (name: string) => Number(path.basename(name, ending));
  const names = fs.readdirSync(folder).filter((name) => name === `${stepOf(name)}${ending}`);
  return names
    .map(stepOf)
    .filter((step) => Number.isSafeInteger(step) && step >= 0)
    .sort((a, b) => a - b);
}

/** Changes the status and adds to the history in one write. */
export function recordInRun(folder: string, status: RunStatus, entry: Omit<HistoryEntry, 'time'>): void {
  const record = readRunRecord(folder);
  const history = [...record.history, { time: Date.now(), ...entry }];
  writeRunRecord(folder, { ...record, status, history });
}

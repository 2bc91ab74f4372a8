/**
 * What lies in a run's folder under which name, and how files get there whole. Plain Node, no TensorFlow, and
 * old enough Node calls for the oldest Electron's main process.
 */
import fs from 'fs';
import path from 'path';
import { reasonOf, StudioError } from './errors';
import type { ReferenceLosses } from './events';
import { currentReading, type ReadingRules } from './images/reading-rules';
import { makeFolder } from './make-folder';
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
  /** Files and classes of the data folder that a person left out, as in `isExcluded`. */
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
 * Writes under a temporary name beside `file`, syncs, renames: a reader sees the old file or the new one.
 * @throws StudioError place-unusable, file-unwritable
 */
export function writeFileWhole(file: string, data: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    makeFolder(path.dirname(file));
    const handle = fs.openSync(temporary, 'w');
    try {
      fs.writeFileSync(handle, data);
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, file);
  } catch (thrown) {
    if (fs.existsSync(temporary)) fs.unlinkSync(temporary);
    if (thrown instanceof StudioError) throw thrown;
    throw new StudioError('file-unwritable', { file, reason: reasonOf(thrown) });
  }
}

export function writeRunRecord(folder: string, record: RunRecord): void {
  writeFileWhole(runPaths(folder).record, `${JSON.stringify(record, null, 2)}\n`);
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

/** Steps of which a run kept sample pictures, rising. */
export function sampleSteps(folder: string): number[] {
  const { samples } = runPaths(folder);
  if (!fs.existsSync(samples)) return [];
  const names = fs.readdirSync(samples).filter((name) => /^\d+\.png$/.test(name));
  return names.map((name) => Number(path.parse(name).name)).sort((a, b) => a - b);
}

/** Changes the status and adds to the history in one write. */
export function recordInRun(folder: string, status: RunStatus, entry: Omit<HistoryEntry, 'time'>): void {
  const record = readRunRecord(folder);
  const history = [...record.history, { time: Date.now(), ...entry }];
  writeRunRecord(folder, { ...record, status, history });
}

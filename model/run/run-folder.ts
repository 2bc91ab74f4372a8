/**
 * The names and formats of the files in a run's folder. The main process of the
 * oldest Electron loads this file: no TensorFlow, and only calls of plain old Node.
 */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, StudioError } from '../errors';
import { runStatuses, type RunStatus } from '../events';
import { currentReading } from '../images/reading-rules';
import { readJsonFile } from '../files/json-file';
import { isTemporary, writeFileWhole } from '../files/write-file';
import { dataFile } from '../images/data-file';
import { mostWords } from '../limits';
import { runFormat } from '../run-format';
import { count, finite, settingsSchema, time } from '../files/record-parts';

/** A name or note that a person typed. */
const words = v.pipe(v.string(), v.maxLength(mostWords));

const historyEntry = v.object({
  time,
  step: count,
  event: v.picklist([
    'started',
    'resumed-exactly',
    'resumed-not-bit-exact',
    'accepted-changed-data',
    'skipped-metrics',
    'smaller-micro-batch',
    'finished',
    'stopped',
    'interrupted',
    'failed',
    'imported',
  ]),
  detail: v.exactOptional(v.string()),
});
export type HistoryEntry = v.InferOutput<typeof historyEntry>;

/** run.json. Runs older than notes, classes, palettes and exclusions lack those fields. */
const storedRecord = v.object({
  /** 1 in runs of 0.1.0, which do not name their reading rules. */
  format: v.picklist([1, runFormat]),
  /** The version of the reading rules for its images. */
  reading: v.optional(v.picklist([1, 2])),
  /** The first name and note; description.json holds the current ones. */
  name: words,
  note: v.optional(words, ''),
  created: time,
  status: v.picklist(runStatuses),
  preset: v.string(),
  settings: settingsSchema,
  /** The folder of the images; empty for an imported run. */
  dataFolder: v.pipe(
    v.string(),
    v.check((folder) => !folder.includes('\0'), 'a folder'),
  ),
  /** Fingerprint of the images, sorted by name; empty until they have been read once. */
  dataFiles: v.array(dataFile),
  /** Files and classes of the data folder that a person left out, as in `Exclusion`. */
  excluded: v.optional(v.array(v.string()), []),
  /** The classes that the network knows, in the order of their indices; empty without classes. */
  classNames: v.optional(v.array(v.string()), []),
  /** The colour of each level, as #rrggbb; empty without a palette, and until the images have been read. */
  palette: v.optional(v.array(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/, 'a colour as #rrggbb'))), []),
  /** Null until the images have been read, and in an imported run. */
  references: v.optional(v.nullable(v.object({ uniform: finite, histogram: finite, png: finite })), null),
  versions: v.object({ program: v.string(), tensorflow: v.string(), node: v.string() }),
  machine: v.object({
    platform: v.string(),
    cpu: v.string(),
    /** The graphics card that trained it, if one did. */
    card: v.exactOptional(v.string()),
    cores: count,
    memoryBytes: finite,
  }),
  /** Starts, ends and everything a reader of the results should know. */
  history: v.array(historyEntry),
});
const runRecord = v.pipe(
  storedRecord,
  v.check(
    ({ palette, settings }) => palette.length === 0 || palette.length === settings.levels,
    'a run with one colour for each level of its palette',
  ),
  v.transform((record) => ({
    ...record,
    reading: record.reading ?? (record.format === 1 ? 1 : currentReading),
  })),
);

/** A run as described by run.json and description.json. */
export type RunRecord = v.InferOutput<typeof runRecord>;

/** description.json: a run's name and note. The training never writes it. */
const runDescription = v.object({ name: words, note: words });
export type RunDescription = v.InferOutput<typeof runDescription>;

/** The file that names the process which trains the run. */
export const lockName = 'lock.json';

/** Paths inside one run's folder. */
export function runPaths(folder: string) {
  const at = (...parts: string[]) => path.join(folder, ...parts);
  return {
    record: at('run.json'),
    description: at('description.json'),
    metrics: at('metrics.jsonl'),
    checkpoints: at('checkpoints'),
    checkpoint: (step: number) => at('checkpoints', String(step)),
    /** `last` and `best` are small text files that hold the step of a checkpoint. */
    last: at('checkpoints', 'last'),
    best: at('checkpoints', 'best'),
    samples: at('samples'),
    sample: (step: number) => at('samples', `${step}.png`),
    gallery: (id: string) => at('gallery', id),
    galleries: at('gallery'),
  };
}

/** Another process may be about to take the lock of the run. Its files are older than this only if it was killed. */
const lockMilliseconds = 60_000;

/**
 * Removes the files that killed processes were writing, as far as the system permits. An incomplete checkpoint is removed
 * when the next one is saved.
 * @param isLocked whether the caller holds the run's lock, so that only locks, descriptions and galleries may be written
 * by other processes
 */
export function removeUnfinished(folder: string, { isLocked = true } = {}): void {
  const { checkpoints, checkpoint, samples, galleries, gallery } = runPaths(folder);
  const drawn = fs.existsSync(galleries) ? fs.readdirSync(galleries).map(gallery) : [];
  const shared = new RegExp(`^(${lockName}|description\\.json|gallery\\.json|pictures\\.png)\\.`);
  const trained = [folder, samples, checkpoints, ...stepsIn(checkpoints, '').map(checkpoint)];
  for (const place of [...trained, ...drawn]) {
    if (!fs.existsSync(place)) continue;
    const files = namesIn(place).filter((name) => isTemporary(name));
    for (const file of files.map((name) => path.join(place, name))) {
      try {
        const isFresh = Date.now() - fs.statSync(file).mtimeMs < lockMilliseconds;
        if (!isFresh || (isLocked && !shared.test(path.basename(file)))) fs.unlinkSync(file);
      } catch {
        // It stays until the next time.
      }
    }
  }
}

/** The names in a folder; none where it is a file. */
function namesIn(folder: string): string[] {
  return fs.statSync(folder).isDirectory() ? fs.readdirSync(folder) : [];
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
  const { record: file } = runPaths(folder);
  if (!fs.existsSync(file)) throw new StudioError('run-missing', { folder });
  try {
    return { ...readJsonFile(file, runRecord, runFormat), ...readDescription(folder) };
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown;
    throw new StudioError('run-damaged', { folder, file, reason: reasonOf(thrown) });
  }
}

/** @throws StudioError as `writeFileWhole` */
export function writeDescription(folder: string, { name, note }: RunDescription): void {
  writeFileWhole(runPaths(folder).description, `${JSON.stringify({ name, note }, null, 2)}\n`);
}

/** The description; undefined where there is none or it is damaged, since run.json has a name as well. */
function readDescription(folder: string): RunDescription | undefined {
  try {
    return readJsonFile(runPaths(folder).description, runDescription);
  } catch {
    return undefined;
  }
}

/** The steps with sample pictures, ascending. */
export function sampleSteps(folder: string): number[] {
  return stepsIn(runPaths(folder).samples, '.png');
}

/** The steps after which entries of a folder are named, ascending; none where the folder is missing. */
export function stepsIn(folder: string, ending: string): number[] {
  if (!fs.existsSync(folder)) return [];
  const stepOf = (name: string) => Number(path.basename(name, ending));
  const names = fs.readdirSync(folder).filter((name) => name === `${stepOf(name)}${ending}`);
  return names
    .map(stepOf)
    .filter((step) => Number.isSafeInteger(step) && step >= 0)
    .sort((a, b) => a - b);
}

/** Changes the status and adds an entry to the history in one write. */
export function recordInRun(folder: string, status: RunStatus, entry: Omit<HistoryEntry, 'time'>): void {
  const record = readRunRecord(folder);
  const history = [...record.history, { time: Date.now(), ...entry }];
  writeRunRecord(folder, { ...record, status, history });
}

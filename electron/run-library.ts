/** The folder of runs: what is in it, and what a list of runs shows of each. No TensorFlow, no job. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { reasonOf, StudioError, toErrorData } from '../model/errors';
import { errorLine } from '../model/error-texts';
import type { Loss, StepDone } from '../model/events';
import { lastStepOf, stepsPerEpoch } from '../model/images/batches';
import { splitImages } from '../model/images/split';
import { readRunRecord, recordInRun, runPaths, writeRunRecord, type RunRecord } from '../model/run-folder';
import { defaultSettings } from '../model/settings';
import { runId, type Checkpoints, type RunSummary } from './api';

export class RunLibrary {
  readonly #known = new Map<string, { stamp: string; recorded: Recorded }>();

  constructor(readonly folder: string) {}

  /** The folder of a run. @throws StudioError run-missing */
  runFolder(id: string): string {
    const folder = path.join(this.folder, id);
    if (path.dirname(folder) !== path.resolve(this.folder) || !fs.existsSync(folder)) {
      throw new StudioError('run-missing', { folder });
    }
    return folder;
  }

  /** An unused id that sorts by time: year-month-day-time. */
  newId(now = new Date()): string {
    const digits = (value: number) => String(value).padStart(2, '0');
    const day = [now.getFullYear(), digits(now.getMonth() + 1), digits(now.getDate())].join('-');
    const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(digits).join('');
    const taken = new Set(this.ids());
    for (let number = 1; ; number++) {
      const id = `${day}-${time}${number === 1 ? '' : `-${number}`}`;
      if (!taken.has(id)) return id;
    }
  }

  ids(): string[] {
    if (!fs.existsSync(this.folder)) return [];
    return fs
      .readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && v.is(runId, entry.name))
      .map(({ name }) => name);
  }

  /** All runs, newest first. */
  async list(): Promise<RunSummary[]> {
    const summaries = await Promise.all(this.ids().map((id) => this.summary(id)));
    return summaries.sort((a, b) => b.created - a.created);
  }

  async summary(id: string): Promise<RunSummary> {
    const folder = this.runFolder(id);
    let known: Omit<RunSummary, 'bytes'>;
    try {
      known = describe(id, folder, this.#read(folder));
    } catch (thrown) {
      known = unreadable(id, folder, errorLine(toErrorData(thrown)));
    }
    // The run may go to the trash while it is measured.
    return { ...known, bytes: await folderBytes(folder).catch(() => 0) };
  }

  /** Steps of the checkpoints that there are. @throws StudioError run-missing, checkpoint-missing */
  checkpoints(id: string): Checkpoints {
    const folder = this.runFolder(id);
    const { checkpoints, last, best } = runPaths(folder);
    if (!fs.existsSync(last)) throw new StudioError('checkpoint-missing', { folder });
    const steps = fs
      .readdirSync(checkpoints)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
    const named = (file: string) => Number(fs.readFileSync(file, 'utf8'));
    return { steps, last: named(last), best: fs.existsSync(best) ? named(best) : null };
  }

  rename(id: string, name: string): void {
    const folder = this.runFolder(id);
    writeRunRecord(folder, { ...readRunRecord(folder), name });
  }

  /** What still says `running` when nothing runs was cut off. */
  markInterrupted(): void {
    for (const id of this.ids()) {
      try {
        const folder = this.runFolder(id);
        if (this.#read(folder).status === 'running') this.interrupt(folder, 'the program ended');
      } catch {
        // A damaged run is shown as such in the list.
      }
    }
  }

  interrupt(folder: string, detail: string): void {
    recordInRun(folder, 'interrupted', { event: 'interrupted', step: readState(folder)?.step ?? 0, detail });
  }

  /** run.json names every image and can be long: it is read again only when it has changed. */
  #read(folder: string): Recorded {
    const { record: file } = runPaths(folder);
    const stamp = fs.existsSync(file) ? stampOf(fs.statSync(file)) : '';
    const known = this.#known.get(folder);
    if (known?.stamp === stamp) return known.recorded;
    const recorded = shorten(readRunRecord(folder));
    this.#known.set(folder, { stamp, recorded });
    return recorded;
  }
}

/** What the list needs of a run.json. */
type Recorded = Pick<
  RunRecord,
  'name' | 'created' | 'status' | 'settings' | 'classNames' | 'references' | 'dataFolder'
> & {
  lastStep: number;
};

/** Changes with every write: a file that is written whole is a new one each time. */
function stampOf({ ino, mtimeMs }: fs.Stats): string {
  return `${ino} ${mtimeMs}`;
}

function shorten({ dataFiles, ...record }: RunRecord): Recorded {
  const { name, created, status, settings, classNames, references, dataFolder } = record;
  const { training } = splitImages(dataFiles.length, settings.validationShare, settings.seed);
  const lastStep = lastStepOf(settings, stepsPerEpoch(training.length, settings.batchSize));
  return { name, created, status, settings, classNames, references, dataFolder, lastStep };
}

function describe(id: string, folder: string, recorded: Recorded): Omit<RunSummary, 'bytes'> {
  const state = readState(folder);
  const latest = readLatestStep(folder);
  return {
    id,
    ...recorded,
    step: Math.max(state?.step ?? 0, latest?.step ?? 0),
    training: latest?.training ?? null,
    bestValidation: state?.bestNats == null ? null : lossOf(state.bestNats),
    hasCheckpoint: state !== undefined,
    damaged: null,
  };
}

function unreadable(id: string, folder: string, damaged: string): Omit<RunSummary, 'bytes'> {
  return {
    id,
    name: id,
    created: fs.statSync(folder).mtimeMs,
    status: 'failed',
    settings: defaultSettings,
    classNames: [],
    references: null,
    dataFolder: '',
    step: 0,
    lastStep: 0,
    training: null,
    bestValidation: null,
    hasCheckpoint: false,
    damaged,
  };
}

function lossOf(nats: number): Loss {
  return { nats, bits: nats / Math.LN2 };
}

/** state.json of the last checkpoint. */
function readState(folder: string): { step: number; bestNats: number | null } | undefined {
  const { last, checkpoint } = runPaths(folder);
  if (!fs.existsSync(last)) return undefined;
  const step = Number(fs.readFileSync(last, 'utf8'));
  const file = path.join(checkpoint(step), 'state.json');
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as { step: number; bestNats: number | null };
  } catch (thrown) {
    throw new StudioError('run-damaged', { folder, file, reason: reasonOf(thrown) });
  }
}

/** The last step of metrics.jsonl, from the file's end: it may be long. */
function readLatestStep(folder: string): StepDone | undefined {
  const { metrics } = runPaths(folder);
  if (!fs.existsSync(metrics)) return undefined;
  const tail = 4096;
  const handle = fs.openSync(metrics, 'r');
  try {
    const { size } = fs.fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(tail, size));
    fs.readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    const line = bytes
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .reverse()
      .find((text) => text.startsWith('{') && text.includes('"step-done"'));
    return line === undefined ? undefined : (JSON.parse(line) as StepDone);
  } catch {
    return undefined;
  } finally {
    fs.closeSync(handle);
  }
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await fs.promises.readdir(folder, { withFileTypes: true });
  const sizes = await Promise.all(
    entries.map((entry) => {
      const place = path.join(folder, entry.name);
      const bytes = entry.isDirectory()
        ? folderBytes(place)
        : fs.promises.stat(place).then(({ size }) => size);
      // What went while it was counted, such as a temporary file.
      return bytes.catch(() => 0);
    }),
  );
  return sizes.reduce((total, size) => total + size, 0);
}

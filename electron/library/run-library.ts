/** The folder of runs and its contents. No TensorFlow, no job. */
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { StudioError, toErrorData } from '../../model/errors';
import { errorLine } from '../../model/error-texts';
import { codeOf, makeFolder, removeEmptyFolders, unwritable } from '../../model/files/make-folder';
import { mostJsonBytes } from '../../model/limits';
import { readRegularFile } from '../../model/files/regular-file';
import {
  readRunRecord,
  recordInRun,
  removeUnfinished,
  runPaths,
  sampleSteps,
  writeDescription,
  type RunRecord,
} from '../../model/run/run-folder';
import { takeRunLock, type RunLock } from '../../model/run/run-lock';
import { checkpointSteps, otherSteps, readableStep } from '../../model/run/training-state';
import { runId } from '../../model/files/record-parts';
import type { Checkpoints } from '../api/inspection';
import type { RunSummary } from '../api/runs';
import { folderBytes, stampOf, summarise, unreadable } from './run-summary';

export class RunLibrary {
  /** Summaries are cached by a stamp, since run.json can be long and a folder large. */
  readonly #summaries = new Map<string, { stamp: string; summary: RunSummary }>();

  /** @param folder changes when a person chooses another */
  constructor(public folder: string) {}

  /** Whether all runs are moving to another folder. */
  #isMoving = false;
  /** How many runs are being made. */
  #making = 0;

  /** The folder of a run. @throws StudioError run-missing */
  runFolder(id: string): string {
    const folder = path.join(this.folder, id);
    if (path.dirname(folder) !== path.resolve(this.folder) || !fs.existsSync(folder)) {
      throw new StudioError('run-missing', { folder });
    }
    return folder;
  }

  /** The folder of a run that a caller will change. @throws StudioError run-missing, library-moving */
  changing(id: string): string {
    this.requireStill();
    return this.runFolder(id);
  }

  /** Checks that the runs are not being moved, since a change could be lost. @throws StudioError library-moving */
  requireStill(): void {
    if (this.#isMoving) throw new StudioError('library-moving', { folder: this.folder });
  }

  /** Lets `move` move the runs, which nobody changes meanwhile. @throws StudioError library-moving, library-busy */
  async whileMoving<T>(move: () => Promise<T>): Promise<T> {
    this.requireStill();
    if (this.#making) throw new StudioError('library-busy', { folder: this.folder });
    this.#isMoving = true;
    try {
      return await move();
    } finally {
      this.#isMoving = false;
    }
  }

  /** Makes a new run, whose folder `make` fills. @returns its id @throws as `reserve`, and what `make` throws */
  async add(make: (runFolder: string) => Promise<unknown>): Promise<string> {
    const id = this.reserve();
    this.#making++;
    try {
      await make(this.runFolder(id));
      return id;
    } catch (thrown) {
      this.release(id);
      throw thrown;
    } finally {
      this.#making--;
    }
  }

  /**
   * Makes the folder of a new run. Simultaneous calls, even in two programs, get different folders.
   * @returns its id
   * @throws StudioError place-unusable, file-unwritable, library-moving
   */
  reserve(): string {
    this.requireStill();
    makeFolder(this.folder);
    return idByTime((id) => {
      const folder = path.join(this.folder, id);
      try {
        fs.mkdirSync(folder);
        return true;
      } catch (thrown) {
        if (codeOf(thrown) === 'EEXIST') return false;
        throw unwritable(folder, thrown);
      }
    });
  }

  /** Removes a reserved folder if it is empty. */
  release(id: string): void {
    const folder = path.join(this.folder, id);
    removeEmptyFolders(folder, folder);
  }

  /** The folders of runs, damaged ones too; an empty folder is only reserved. */
  ids(): string[] {
    if (!fs.existsSync(this.folder)) return [];
    return fs
      .readdirSync(this.folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && v.is(runId, entry.name))
      .map(({ name }) => name)
      .filter((name) => !isEmpty(path.join(this.folder, name)));
  }

  /** All runs, newest first. */
  async list(): Promise<RunSummary[]> {
    // A run that is moved to the trash meanwhile is left out.
    const summaries = await Promise.all(this.ids().map((id) => this.summary(id).catch(() => null)));
    return summaries
      .filter((summary): summary is RunSummary => summary !== null)
      .sort((a, b) => b.created - a.created);
  }

  async summary(id: string): Promise<RunSummary> {
    const folder = this.runFolder(id);
    const stamp = await stampOf(folder);
    const known = this.#summaries.get(id);
    if (known?.stamp === stamp) return known.summary;
    let read: Omit<RunSummary, 'bytes'>;
    try {
      read = summarise(id, folder);
    } catch (thrown) {
      read = unreadable(id, folder, errorLine(toErrorData(thrown), 'window'));
    }
    // The run may be moved to the trash meanwhile.
    const summary = { ...read, bytes: await folderBytes(folder).catch(() => 0) };
    this.#summaries.set(id, { stamp, summary });
    return summary;
  }

  /** @throws StudioError run-missing, run-damaged */
  record(id: string): RunRecord {
    return readRunRecord(this.runFolder(id));
  }

  sampleSteps(id: string): number[] {
    return sampleSteps(this.runFolder(id));
  }

  /** The steps of the existing checkpoints. @throws StudioError run-missing, run-damaged, checkpoint-missing */
  checkpoints(id: string): Checkpoints {
    const folder = this.runFolder(id);
    const last = readableStep(folder, 'last');
    if (last === undefined)
      throw new StudioError('checkpoint-missing', { folder, others: otherSteps(folder) });
    return { steps: checkpointSteps(folder), last, best: readableStep(folder, 'best') ?? null };
  }

  describe(id: string, name: string, note: string): void {
    writeDescription(this.changing(id), { name, note });
  }

  /** Marks runs as interrupted whose status is still `running` although no process trains them. */
  markInterrupted(): void {
    for (const id of this.ids()) {
      try {
        const folder = this.runFolder(id);
        // run.json can be long, so only those that may be running are parsed.
        const mayRun = readRegularFile(runPaths(folder).record, mostJsonBytes).includes(
          '"status": "running"',
        );
        if (mayRun && this.record(id).status === 'running') this.interrupt(folder, 'the program ended');
      } catch {
        // A damaged run is shown as such in the list.
      }
    }
  }

  /** Records that a run's training was interrupted, unless the training recorded its own end. */
  interrupt(folder: string, detail: string): void {
    this.#endWithProcess(folder, 'interrupted', detail);
  }

  /** Records that a person stopped a run's training by ending its process. */
  stop(folder: string): void {
    this.#endWithProcess(folder, 'stopped');
  }

  #endWithProcess(folder: string, how: 'interrupted' | 'stopped', detail?: string): void {
    // The run may have been moved away.
    if (!fs.existsSync(runPaths(folder).record)) return;
    let lock: RunLock;
    try {
      lock = takeRunLock(folder);
    } catch (thrown) {
      // Another process trains it.
      if (toErrorData(thrown).code === 'run-locked') return;
      throw thrown;
    }
    try {
      removeUnfinished(folder);
      if (readRunRecord(folder).status !== 'running') return;
      // A damaged `last` is reported when the run is resumed.
      const step = readableStep(folder, 'last') ?? 0;
      recordInRun(folder, how, { event: how, step, ...(detail !== undefined && { detail }) });
    } finally {
      lock.release();
    }
  }
}

function isEmpty(folder: string): boolean {
  try {
    return !fs.readdirSync(folder).length;
  } catch {
    return false;
  }
}

/** Whether a folder's name is one that `reserve` gives. */
export function isReserved(name: string): boolean {
  return /^\d{4}-\d\d-\d\d-\d{6}(-\d+)?$/.test(name);
}

/** The first id that `take` accepts; ids sort by time: year-month-day-time. */
export function idByTime(take: (id: string) => boolean): string {
  const now = new Date();
  const digits = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), digits(now.getMonth() + 1), digits(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(digits).join('');
  for (let number = 1; ; number++) {
    const id = `${day}-${time}${number === 1 ? '' : `-${number}`}`;
    if (take(id)) return id;
  }
}

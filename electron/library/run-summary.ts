/** The summary of a run that lists show, read from its folder. */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { toErrorData } from '../../model/errors';
import { lossOf } from '../../model/events';
import { lastStepOf, stepsPerEpoch } from '../../model/images/batches';
import { splitOf } from '../../model/images/split';
import { readRunRecord, runPaths, sampleSteps, type RunRecord } from '../../model/run/run-folder';
import { defaultSettings } from '../../model/settings';
import { mostExactBytes, readEvaluations, readLatestStep } from '../../model/run/metrics';
import {
  checkpointSteps,
  readPointer,
  readTrainingState,
  type StoredState,
} from '../../model/run/training-state';
import type { RunSummary, ValidationCurve } from '../api/runs';

/** The id and folder name of the example run. */
export const exampleRunId = 'example';

/** @throws StudioError run-missing, run-damaged */
export function summarise(id: string, folder: string): Omit<RunSummary, 'bytes'> {
  const record = readRunRecord(folder);
  const { name, note, created, status, settings, classNames, references, dataFolder } = record;
  const state = readLastState(folder);
  const latest = readLatestStep(folder);
  return {
    id,
    name,
    note,
    created,
    status,
    settings,
    classNames,
    references,
    dataFolder,
    imagesDigest: digestOf(record),
    sampleStep: sampleSteps(folder).pop() ?? null,
    step: Math.max(state?.step ?? 0, latest?.step ?? 0),
    ...lengthOf(record),
    training: latest?.training ?? null,
    bestValidation: state?.bestNats == null ? null : lossOf(state.bestNats),
    hasCheckpoint: state !== undefined,
    isExample: id === exampleRunId,
    damaged: null,
  };
}

export function unreadable(id: string, folder: string, damaged: string): Omit<RunSummary, 'bytes'> {
  return {
    id,
    name: id,
    note: '',
    created: fs.statSync(folder).mtimeMs,
    status: 'failed',
    settings: defaultSettings,
    classNames: [],
    references: null,
    dataFolder: '',
    imagesDigest: '',
    sampleStep: null,
    step: 0,
    lastStep: 0,
    stepsPerEpoch: 1,
    training: null,
    bestValidation: null,
    hasCheckpoint: false,
    isExample: false,
    damaged,
  };
}

/** A string that changes whenever something in the folder that a summary shows has changed. */
export async function stampOf(folder: string): Promise<string> {
  const { record, description, checkpoints, metrics, samples, galleries } = runPaths(folder);
  const stamps = await Promise.all(
    [folder, record, description, checkpoints, metrics, samples, galleries].map((file) =>
      fs.promises.stat(file).then(
        // A file written whole has a new inode each time.
        ({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`,
        () => '',
      ),
    ),
  );
  return stamps.join(';');
}

export async function folderBytes(folder: string): Promise<number> {
  const entries = await fs.promises.readdir(folder, { withFileTypes: true });
  const sizes = await Promise.all(
    entries.map((entry) => {
      const file = path.join(folder, entry.name);
      const bytes = entry.isDirectory() ? folderBytes(file) : fs.promises.stat(file).then(({ size }) => size);
      // The file was removed meanwhile, as temporary files are.
      return bytes.catch(() => 0);
    }),
  );
  return sizes.reduce((total, size) => total + size, 0);
}

const mostPoints = 48;

/** The validation losses in metrics.jsonl, thinned evenly. */
export async function readValidationCurve(folder: string): Promise<ValidationCurve> {
  const found = await readEvaluations(folder);
  return thinnedEvenly(
    found.map(({ step }) => step),
    found.map(({ validation }) => validation.bits),
  );
}

/** A few points of a curve; the last one is always included. */
export function thinnedEvenly(steps: ArrayLike<number>, bits: ArrayLike<number>): ValidationCurve {
  const every = Math.max(1, Math.ceil(steps.length / mostPoints));
  const isKept = (_: number, index: number) => (steps.length - 1 - index) % every === 0;
  return { steps: Array.from(steps).filter(isKept), bits: Array.from(bits).filter(isKept) };
}

/** Whether the metrics are so long that reading them would keep the main process busy. */
export function hasLongMetrics(folder: string): Promise<boolean> {
  return fs.promises.stat(runPaths(folder).metrics).then(
    ({ size }) => size > mostExactBytes,
    () => false,
  );
}

function lengthOf(record: RunRecord) {
  const { settings } = record;
  const { training } = splitOf(record);
  const perEpoch = stepsPerEpoch(training.length, settings.batchSize);
  return { lastStep: lastStepOf(settings, perEpoch), stepsPerEpoch: perEpoch };
}

/** A digest of the contents of all images, in order. */
function digestOf({ dataFiles }: RunRecord): string {
  if (!dataFiles.length) return '';
  const digest = crypto.createHash('sha256');
  for (const { sha256 } of dataFiles) digest.update(sha256);
  return digest.digest('hex');
}

/**
 * The state of the last checkpoint; null where it is damaged or not named, since the run may resume from an earlier one.
 */
function readLastState(folder: string): StoredState | null | undefined {
  const hasOthers = () => checkpointSteps(folder).some((step) => step > 0);
  try {
    const step = readPointer(folder, 'last');
    if (step !== undefined) return readTrainingState(folder, step);
    return hasOthers() ? null : undefined;
  } catch (thrown) {
    const { code } = toErrorData(thrown);
    if (code === 'checkpoint-damaged' || (code === 'run-damaged' && hasOthers())) return null;
    throw thrown;
  }
}

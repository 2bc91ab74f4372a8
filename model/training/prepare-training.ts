import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { version } from '../../package.json';
import { StudioError } from '../errors';
import type { Noticed, ReferenceLosses } from '../events';
import { batchAt, lastStepOf, stepsPerEpoch } from '../images/batches';
import { compareFingerprints, labelsOf, readDataset, type Dataset } from '../images/dataset';
import { referenceLosses } from '../images/reference-losses';
import { splitOf, type Split } from '../images/split';
import type { Network } from '../nets/network';
import type { ModelDescription } from '../nets/model-description';
import { createNetwork } from '../nets/networks';
import { flatLength } from '../nets/parameters';
import { runFormat } from '../run-format';
import { readRunRecord, writeRunRecord, type HistoryEntry, type RunRecord } from '../run/run-folder';
import type { Settings } from '../settings';
import { checkpointBytes, goBackTo, untrained, type Checkpoint } from '../run/checkpoint';
import { machine } from '../machine/this-machine';
import { requireDiskSpace } from '../machine/disk-space';
import { batchOf, Learner, type LearnedPictures } from './learner';
import { freeBytes, graphicsCard, workersHere, type GraphicsCard } from '../machine/graphics-card';
import { fittingMicroBatch, preferredMicroBatch } from './memory-estimate';
import { offsetOfStep } from '../run/loss-index';
import { cutMetricsAfter } from '../run/metrics';
import type { RunLock } from '../run/run-lock';
import { removeSamplesAfter } from '../run/samples';
import type { Arithmetic, CheckpointState } from '../run/training-state';
import type { TrainingHooks, TrainingRequest } from './control';

type Notice = Noticed['notice'];

/** A training that is ready for its next step. The caller disposes `learner`. */
export interface PreparedTraining {
  record: RunRecord;
  references: ReferenceLosses;
  dataset: Dataset;
  split: Split;
  network: Network;
  learner: Learner;
  /** The progress of the training; it changes with every step. */
  state: CheckpointState;
  stepsPerEpoch: number;
  lastStep: number;
  notices: Notice[];
}

/**
 * Reads the images, checks everything that could stop the run later, and only then marks the run as running.
 * @param checkpoint the one to resume from; undefined for a new run
 * @throws StudioError as `train`
 */
export async function prepareTraining(
  request: TrainingRequest,
  checkpoint: Checkpoint | undefined,
  hooks: TrainingHooks,
  lock: RunLock,
): Promise<PreparedTraining> {
  const { runFolder } = request;
  const old = readRunRecord(runFolder);
  const settings = { ...old.settings, ...(request.steps !== undefined && { steps: request.steps }) };
  const run: RunRecord = { ...old, settings, dataFolder: request.dataFolder ?? old.dataFolder };
  const card = graphicsCard();
  const before = checkpoint?.state.arithmetic;
  const arithmetic = chooseArithmetic(run, before, card);

  const dataset = await readImages(run, hooks);
  const changedFiles = checkData(run, dataset, request.acceptChangedData ?? false);
  const split = splitOf({ reading: run.reading, dataFiles: dataset.files, settings });
  const steps = stepsPerEpoch(split.training.length, settings.batchSize);
  const lastStep = lastStepOf(settings, steps);
  // A run that took its last step, but could not write that it has finished, finishes now.
  const isFinished = run.status === 'finished' || request.steps !== undefined;
  if (checkpoint && checkpoint.state.step >= lastStep && isFinished) {
    throw new StudioError('run-finished', { folder: runFolder, step: checkpoint.state.step });
  }

  hooks.report({ type: 'preparing', what: 'building the network', done: 0, total: 1 });
  const description = describe(run, dataset);
  const pictures = { ...dataset, labels: labelsOf(dataset, description) };
  const references = await referenceLosses(dataset, split);
  const network = createNetwork(description);
  const start = checkpoint ?? untrained(firstWeights(network, pictures, split, settings), settings);
  const state: CheckpointState = { ...start.state, arithmetic };
  requireDiskSpace(runFolder, bytesToCome(network, settings, lastStep - state.step));

  lock.confirm();
  if (checkpoint) goBackTo(runFolder, state.step);
  const damagedLines = cutMetricsAfter(runFolder, state, offsetOfStep(runFolder, state.step));
  removeSamplesAfter(runFolder, state.step);
  const notices = noticesOf({ changedFiles, damagedLines }, before, arithmetic, card !== undefined);
  const record: RunRecord = {
    ...run,
    ...description,
    ...begunHere(dataset, arithmetic, card),
    references,
    history: [...run.history, ...historyFrom(state.step, before ? notices : undefined)],
  };
  writeRunRecord(runFolder, record);
  const learner = new Learner(network, pictures, start, settings, arithmetic);
  const plan = { stepsPerEpoch: steps, lastStep, notices };
  return { record, references, dataset, split, network, learner, state, ...plan };
}

/** What the record of a run says from here on about its images, this program and this machine. */
function begunHere({ folder, files }: Dataset, { tensorflow }: Arithmetic, card: GraphicsCard | undefined) {
  return {
    // Earlier versions must not continue the run, since they would copy a checkpoint's hashes to the next one.
    format: runFormat,
    status: 'running',
    dataFolder: folder,
    dataFiles: files,
    versions: { program: version, tensorflow, node: process.versions.node },
    machine: { ...machine(), ...(card && { card: card.name }) },
  } as const;
}

/** @param notices of a run that is resumed; a new run has started */
function historyFrom(step: number, notices: readonly Notice[] | undefined): HistoryEntry[] {
  const entries = notices ? notices.map(historyEntry) : [{ event: 'started' as const }];
  return entries.map((entry) => ({ time: Date.now(), step, ...entry }));
}

async function readImages(
  { dataFolder, excluded, settings, reading, palette }: RunRecord,
  { report, control }: TrainingHooks,
): Promise<Dataset> {
  if (!dataFolder) throw new StudioError('images-unknown', {});
  return readDataset(
    dataFolder,
    { ...settings, reading },
    {
      palette,
      excluded,
      onProgress: (done, total) => report({ type: 'preparing', what: 'reading images', done, total }),
      onSkip: (skipped) => report({ type: 'image-skipped', ...skipped }),
      onNotes: (noted) => report({ type: 'images-noted', ...noted }),
      signal: control.signal,
    },
  );
}

/**
 * The description of the network: classes and palette come from the images the first time they are read, unless the
 * network was imported with its own.
 * @throws StudioError too-few-classes
 */
function describe(
  { settings, classNames, palette, dataFiles }: RunRecord,
  dataset: Dataset,
): ModelDescription {
  if (dataFiles.length || classNames.length || palette.length) return { settings, classNames, palette };
  const { folder, classNames: found } = dataset;
  const knowsClasses = settings.classes === 'folders';
  if (knowsClasses && found.length < 2) throw new StudioError('too-few-classes', { folder, classes: found });
  return { settings, classNames: knowsClasses ? found : [], palette: [...(dataset.palette ?? [])] };
}

/** The number of files that changed since the run started. @throws StudioError data-changed unless accepted */
function checkData({ dataFiles, reading }: RunRecord, { folder, files }: Dataset, accept: boolean): number {
  if (!dataFiles.length) return 0;
  const { missing, added, changed } = compareFingerprints(dataFiles, files, reading);
  const count = missing.length + added.length + changed.length;
  if (count && !accept) throw new StudioError('data-changed', { folder, missing, added, changed });
  return count;
}

/** Chooses how sums are computed: as in the checkpoint wherever possible. @throws StudioError out-of-memory */
function chooseArithmetic(
  description: ModelDescription,
  stored: Arithmetic | null | undefined,
  card: GraphicsCard | undefined,
): Arithmetic {
  const cpu = card?.name ?? machine().cpu;
  const workers = workersHere();
  // Another processor's sums differ anyway, so the micro-batch may as well suit this one.
  const preferred =
    stored?.cpu === cpu ? stored.microBatch : preferredMicroBatch(description.settings, workers);
  return {
    mode: stored?.mode ?? 'graph',
    microBatch: fittingMicroBatch(description, freeBytes(card), workers, preferred),
    opThreads: process.env['TF_NUM_INTRAOP_THREADS'] ?? 'default',
    tensorflow: (tf.backend() as NodeJSKernelBackend).binding.TF_Version,
    cpu,
  };
}

function firstWeights(
  network: Network,
  pictures: LearnedPictures,
  { training }: Split,
  settings: Settings,
): Float32Array {
  const { indices } = batchAt(training, settings.batchSize, settings.seed, 0);
  const [levels, labels] = batchOf(pictures, indices);
  const weights = network.initialWeights(settings.seed, levels, labels);
  tf.dispose([levels, labels]);
  return weights;
}

/** The most that the rest of the run writes: kept checkpoints, the last two, the best and the next one. */
function bytesToCome(network: Network, { keepEvery }: Settings, steps: number): number {
  const kept = keepEvery > 0 ? Math.ceil(steps / keepEvery) : 0;
  return (kept + 4) * checkpointBytes(flatLength(network.parameters));
}

function noticesOf(
  { changedFiles, damagedLines }: { changedFiles: number; damagedLines: number },
  before: Arithmetic | null | undefined,
  now: Arithmetic,
  isOnCard: boolean,
): Notice[] {
  const notices: Notice[] = [];
  if (changedFiles) notices.push({ code: 'accepted-changed-data', files: changedFiles });
  if (damagedLines) notices.push({ code: 'skipped-metrics', lines: damagedLines });
  if (!before) return notices;
  const names = Object.keys(now) as (keyof Arithmetic)[];
  const reasons = names
    .filter((name) => before[name] !== now[name])
    .map((name) => `${labels[name]} was ${before[name]} and is ${now[name]}`);
  if (isOnCard) reasons.push('a graphics card adds up in varying order');
  if (changedFiles) reasons.push('the images have changed');
  return [
    ...notices,
    reasons.length
      ? { code: 'resumed-not-bit-exact', reason: reasons.join('; ') }
      : { code: 'resumed-exactly' },
  ];
}

const labels: Record<keyof Arithmetic, string> = {
  mode: 'the mode of computation',
  microBatch: 'the micro-batch',
  opThreads: 'the number of threads per op',
  tensorflow: 'TensorFlow',
  cpu: 'the processor',
};

function historyEntry(notice: Notice): Omit<HistoryEntry, 'time' | 'step'> {
  switch (notice.code) {
    case 'resumed-exactly':
      return { event: notice.code };
    case 'resumed-not-bit-exact':
      return { event: notice.code, detail: notice.reason };
    case 'accepted-changed-data':
      return { event: notice.code, detail: `${notice.files} files differ` };
    case 'skipped-metrics':
      return { event: notice.code, detail: `${notice.lines} lines of metrics.jsonl cannot be read` };
    case 'smaller-micro-batch':
      return { event: notice.code, detail: `${notice.microBatch} pictures at once` };
  }
}

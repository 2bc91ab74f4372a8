import { errorReason } from '../error-texts';
import { reasonOf, StudioError, toErrorData } from '../errors';
import type { Loss } from '../events';
import { batchAt } from '../images/batches';
import { countLive, nameWeights } from '../nets/parameters';
import { readRunRecord, recordInRun } from '../run/run-folder';
import { drawPictures } from '../sampling/sample';
import { checkpointBytes, loadCheckpoint, saveCheckpoint } from '../run/checkpoint';
import type { TrainingHooks, TrainingRequest } from './control';
import { requireDiskSpace } from '../machine/disk-space';
import { learningRateAt } from './learning-rate';
import { appendMetric, cutMetricsAfter, type Metric } from '../run/metrics';
import { prepareTraining, type PreparedTraining } from './prepare-training';
import { takeRunLock, type RunLock } from '../run/run-lock';
import { removeSamplesAfter, writeSamples } from '../run/samples';

/**
 * Trains a run from the start or goes on from its last checkpoint, until its last step or until it is stopped. However
 * it ends, run.json says so.
 * @throws StudioError run-missing, run-damaged, run-exists, run-locked, run-taken-over, run-finished, checkpoint-missing,
 * checkpoint-damaged, weights-mismatch, folder-unreachable, folder-without-images, data-changed, out-of-memory,
 * disk-full, folder-gone, file-foreign, file-unwritable, not-a-number
 */
export async function train(request: TrainingRequest, hooks: TrainingHooks): Promise<void> {
  const { runFolder } = request;
  const { report, control } = hooks;
  let step = 0;
  let hasBegun = false;
  let lock: RunLock | undefined;
  try {
    readRunRecord(runFolder);
    lock = request.lock ?? takeRunLock(runFolder);
    if (!request.resume) requireNew(runFolder);
    hasBegun = !request.resume;
    const checkpoint = request.resume ? loadCheckpoint(runFolder, request.checkpoint) : undefined;
    step = checkpoint?.state.step ?? 0;
    const training = await prepareTraining(request, checkpoint, hooks, lock);
    hasBegun = true;
    try {
      const outcome = await learn(training, runFolder, hooks, lock);
      step = training.state.step;
      recordInRun(runFolder, outcome, { event: outcome, step });
      report({ type: 'run-ended', step, outcome });
    } finally {
      step = training.state.step;
      training.learner.dispose();
    }
  } catch (thrown) {
    const isStopped = control.signal.aborted && toErrorData(thrown).code === 'cancelled';
    // A request that comes to nothing leaves a run as it was, and so does one whose run is another's by now.
    if (hasBegun && toErrorData(thrown).code !== 'run-taken-over')
      recordEnd(runFolder, isStopped ? 'stopped' : 'failed', step, thrown);
    if (!isStopped) throw thrown;
    report({ type: 'run-ended', step, outcome: 'stopped' });
  } finally {
    lock?.release();
    control.ended();
  }
}

/** @throws StudioError run-exists, run-missing, run-damaged */
function requireNew(runFolder: string): void {
  if (readRunRecord(runFolder).history.length) throw new StudioError('run-exists', { folder: runFolder });
}

/** The loop: look at what was learnt, save, take a step; all that is due, in this order, at every step. */
async function learn(
  training: PreparedTraining,
  runFolder: string,
  { report, control }: TrainingHooks,
  lock: RunLock,
): Promise<'finished' | 'stopped'> {
  const { record, dataset, split, network, learner, state, stepsPerEpoch, lastStep, notices } = training;
  const { settings } = record;
  const dimensions = dataset.height * dataset.width * dataset.channels;
  const firstStep = state.step;
  let savedStep = firstStep > 0 ? firstStep : -1;
  const clock = startClock(state.milliseconds);
  const snapshot = () => ({ step: state.step, weights: learner.weights() });
  const listen = async () => clock.leaveOut(await control.listen(snapshot));

  report({
    type: 'run-started',
    step: state.step,
    lastStep,
    stepsPerEpoch,
    parameters: countLive(network.parameters),
    trainingImages: split.training.length,
    validationImages: split.validation.length,
    references: training.references,
    isAveraged: settings.averageDecay > 0,
  });
  for (const notice of notices) report({ type: 'noticed', step: state.step, notice });

  for (;;) {
    await listen();
    const isLast = state.step >= lastStep;
    const isWished = control.takeSampleWish();
    const isObservationDue =
      !state.isObserved && (isLast || isWished || state.step % settings.evaluateEvery === 0);
    if (control.endsWithEpoch && state.step > firstStep && state.step % stepsPerEpoch === 0) control.stop();
    const seen =
      isObservationDue && !control.signal.aborted ? await observe() : { isNew: false, isBest: false };
    const isStopped = control.signal.aborted;
    const isSaveDue = isLast || isStopped || seen.isBest || state.step % settings.checkpointEvery === 0;
    if (isSaveDue && (savedStep !== state.step || seen.isNew)) save(seen.isBest);
    if (isLast) return 'finished';
    if (isStopped) return 'stopped';
    await takeStep();
  }

  async function takeStep(): Promise<void> {
    const { indices } = batchAt(split.training, settings.batchSize, settings.seed, state.step);
    const begin = clock.read();
    const nats = await stepWithinMemory(indices);
    if (nats === undefined) return;
    const seconds = (clock.read() - begin) / 1000;
    if (!Number.isFinite(nats)) throw notANumber(state.step + 1);
    state.step++;
    state.isObserved = false;
    state.milliseconds = clock.read();
    const perStep = (state.milliseconds - clock.start) / (state.step - firstStep);
    log({
      type: 'step-done',
      step: state.step,
      epoch: state.step / stepsPerEpoch,
      milliseconds: state.milliseconds,
      training: loss(nats),
      learningRate: learningRateAt(settings, state.step),
      imagesPerSecond: indices.length / seconds,
      millisecondsLeft: perStep * (lastStep - state.step),
    });
  }

  /**
   * A step that runs out of memory is taken again with fewer pictures at once, and the run remembers it.
   * @returns nats per dimension; undefined when it was stopped on the way, which leaves everything as before it
   */
  async function stepWithinMemory(indices: Uint32Array): Promise<number | undefined> {
    for (;;) {
      try {
        const calls = learner.stepByCalls(indices, state.step + 1);
        for (;;) {
          const call = calls.next();
          if (call.done) return call.value;
          await listen();
          if (control.signal.aborted) {
            calls.return(0);
            return undefined;
          }
        }
      } catch (thrown) {
        const microBatch = isOutOfMemory(thrown) ? learner.halveMicroBatch() : undefined;
        if (microBatch === undefined) throw thrown;
        if (state.arithmetic) state.arithmetic = { ...state.arithmetic, microBatch };
        const notice = { code: 'smaller-micro-batch', microBatch } as const;
        recordInRun(runFolder, 'running', {
          event: notice.code,
          step: state.step,
          detail: `${microBatch} pictures at once`,
        });
        report({ type: 'noticed', step: state.step, notice });
      }
    }
  }

  /** Draws the sample pictures and measures the validation images; a stop in between leaves it to the next sitting. */
  async function observe(): Promise<{ isNew: boolean; isBest: boolean }> {
    const nothing = { isNew: false, isBest: false };
    const weights = nameWeights(network.parameters, learner.weights());
    const { pictures, complete } = await drawPictures(
      { record, weights },
      { count: settings.sampleCount, seed: settings.seed, temperature: 1, start: 'blank' },
      {
        onProgress: (done, total) => report({ type: 'preparing', what: 'drawing samples', done, total }),
        signal: control.signal,
      },
    );
    const nats = complete ? await validationNats() : undefined;
    if (!complete || nats === undefined) return nothing;
    await writeSamples(runFolder, state.step, pictures);
    report({ type: 'samples-drawn', step: state.step, pictures });
    state.isObserved = true;
    if (nats === null) return { isNew: true, isBest: false };
    if (!Number.isFinite(nats)) throw notANumber(state.step);
    const isBest = state.bestNats === null || nats < state.bestNats;
    if (isBest) state.bestNats = nats;
    state.milliseconds = clock.read();
    const { step, milliseconds } = state;
    log({ type: 'evaluated', step, milliseconds, validation: loss(nats), best: isBest });
    return { isNew: true, isBest };
  }

  /** @returns nats per dimension, null without validation images, undefined when stopped on the way */
  async function validationNats(): Promise<number | null | undefined> {
    const { validation } = split;
    if (!validation.length) return null;
    let sum = 0;
    for (let done = 0; done < validation.length; done += settings.batchSize) {
      await listen();
      if (control.signal.aborted) return undefined;
      report({ type: 'preparing', what: 'evaluating', done, total: validation.length });
      sum += learner.evaluate(validation.subarray(done, done + settings.batchSize));
    }
    return sum / (validation.length * dimensions);
  }

  function save(best: boolean): void {
    lock.confirm();
    const learnt = learner.read();
    const { weights, firstMoment, secondMoment, average } = learnt;
    const vectors = [weights, firstMoment, secondMoment, ...(average ? [average] : [])];
    if (!vectors.every((vector) => vector.every(Number.isFinite))) throw notANumber(state.step);
    requireDiskSpace(runFolder, checkpointBytes(weights.length));
    const { keepEvery } = settings;
    saveCheckpoint(runFolder, network.parameters, { state, ...learnt }, { best, keepEvery });
    savedStep = state.step;
    report({ type: 'checkpoint-saved', step: state.step, best });
  }

  /** The run goes back to its last checkpoint, which only numbers ever reach. */
  function notANumber(step: number): StudioError {
    const backAt = savedStep < 0 ? null : savedStep;
    if (backAt !== null) {
      cutMetricsAfter(runFolder, backAt);
      removeSamplesAfter(runFolder, backAt);
      state.step = backAt;
    }
    return new StudioError('not-a-number', { step, backAt });
  }

  function log(metric: Metric): void {
    lock.confirm();
    appendMetric(runFolder, metric);
    report(metric);
  }
}

/** TensorFlow's words for it. */
function isOutOfMemory(thrown: unknown): boolean {
  return /OOM when allocating|RESOURCE_EXHAUSTED|bad_alloc/i.test(reasonOf(thrown));
}

function loss(nats: number): Loss {
  return { nats, bits: nats / Math.LN2 };
}

/** Training time in milliseconds, from `start` on, waits left out. */
function startClock(start: number) {
  const begin = performance.now();
  let leftOut = 0;
  return {
    start,
    read: () => start + performance.now() - begin - leftOut,
    leaveOut: (milliseconds: number) => {
      leftOut += milliseconds;
    },
  };
}

function recordEnd(runFolder: string, status: 'stopped' | 'failed', step: number, thrown: unknown): void {
  try {
    recordInRun(runFolder, status, {
      event: status,
      step,
      ...(status === 'failed' && { detail: errorReason(toErrorData(thrown)) }),
    });
  } catch {
    // The disk may be full or gone: what was thrown before says more than this would.
  }
}

import { errorReason } from '../error-texts';
import { StudioError, toErrorData } from '../errors';
import { loadCheckpoint, type Checkpoint } from '../run/checkpoint';
import { readRunRecord, recordInRun, removeUnfinished } from '../run/run-folder';
import { takeRunLock, type RunLock } from '../run/run-lock';
import { checkpointSteps, readPointer } from '../run/training-state';
import type { TrainingHooks, TrainingRequest } from './control';
import { prepareTraining } from './prepare-training';
import { TrainingLoop } from './training-loop';

/**
 * Trains a run from the start or resumes it from a checkpoint, until its last step or until it is stopped. run.json
 * records how it ended.
 * @throws StudioError run-missing, run-damaged, run-exists, run-locked, run-taken-over, run-finished,
 * checkpoint-missing, checkpoint-damaged, weights-mismatch, folder-unreachable, folder-without-images, data-changed,
 * out-of-memory, disk-full, folder-gone, file-foreign, file-unwritable, not-a-number
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
    removeUnfinished(runFolder);
    hasBegun = !request.resume;
    const checkpoint = checkpointOf(request);
    step = checkpoint?.state.step ?? 0;
    const training = await prepareTraining(request, checkpoint, hooks, lock);
    hasBegun = true;
    try {
      const outcome = await new TrainingLoop(training, runFolder, hooks, lock).run();
      step = training.state.step;
      recordInRun(runFolder, outcome, { event: outcome, step });
      report({ type: 'run-ended', step, outcome });
    } finally {
      step = training.state.step;
      training.learner.dispose();
    }
  } catch (thrown) {
    const isStopped = control.signal.aborted && toErrorData(thrown).code === 'cancelled';
    // A request that fails leaves the run unchanged, and so does one whose lock was taken over.
    if (hasBegun && toErrorData(thrown).code !== 'run-taken-over')
      recordEnd(runFolder, isStopped ? 'stopped' : 'failed', step, thrown);
    if (!isStopped) throw thrown;
    report({ type: 'run-ended', step, outcome: 'stopped' });
  } finally {
    lock?.release();
    control.ended();
  }
}

/**
 * The checkpoint to resume from; undefined for a new run, and for one that ended before its first checkpoint, which
 * starts again.
 * @throws StudioError as `loadCheckpoint`
 */
function checkpointOf({ runFolder, resume, checkpoint }: TrainingRequest): Checkpoint | undefined {
  const isUnsaved =
    checkpoint === undefined &&
    checkpointSteps(runFolder).every((step) => step === 0) &&
    readPointer(runFolder, 'last') === undefined;
  return resume && !isUnsaved ? loadCheckpoint(runFolder, checkpoint) : undefined;
}

/**
 * Another program that starts meanwhile may take a run for interrupted that has not started yet.
 * @throws StudioError run-exists, run-missing, run-damaged
 */
function requireNew(runFolder: string): void {
  const { history } = readRunRecord(runFolder);
  if (history.some(({ event }) => event !== 'interrupted'))
    throw new StudioError('run-exists', { folder: runFolder });
}

function recordEnd(runFolder: string, status: 'stopped' | 'failed', step: number, thrown: unknown): void {
  try {
    recordInRun(runFolder, status, {
      event: status,
      step,
      ...(status === 'failed' && { detail: errorReason(toErrorData(thrown)) }),
    });
  } catch {
    // The disk may be full or gone. The error thrown before is more useful than this one.
  }
}

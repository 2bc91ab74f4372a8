/** Runs a training on the command line: prints its events as lines and stops it on Ctrl-C. */
import fs from 'node:fs';
import type { Evaluated, RunStarted, StepDone, TrainingEvent } from '../events';
import { runPaths } from '../run/run-folder';
import { knobs } from '../settings';
import { withTensorflow } from '../tensorflow/load-tensorflow';
import { TrainingControl } from '../training/control';
import { takeRunLock } from '../run/run-lock';
import type { TrainingRequest } from '../training/control';
import type { Output } from './output';
import { decimal, duration, plural, quoted } from './phrases';
import { showNoted, showSkipped } from './show-images';
import type { Terminal } from './terminal';

/** The range of `--steps`. It excludes the setting's 0, which lets the epochs decide. */
export const lastStepRange = { min: 1, max: knobs.steps.max, isWhole: true };

/**
 * Trains until the run ends or Ctrl-C stops it; a second Ctrl-C quits at once.
 * @throws StudioError as `train`
 */
export async function watchTraining(
  request: TrainingRequest,
  output: Output,
  terminal: Terminal,
): Promise<void> {
  const control = new TrainingControl();
  // The lock is taken before TensorFlow is loaded, which takes seconds, so that no other process starts to train the
  // run.
  const lock = takeRunLock(request.runFolder);
  const stopListening = terminal.onInterrupt(() => {
    if (control.signal.aborted) return terminal.quit();
    output.note('Stopping with a checkpoint. Press Ctrl-C again to quit at once.');
    control.stop();
  });
  try {
    const { train } = await withTensorflow(() => import('../training/train'));
    await train({ ...request, lock }, { report: (event) => show(event, request.runFolder, output), control });
  } finally {
    stopListening();
    lock.release();
  }
}

function show(event: TrainingEvent, runFolder: string, output: Output): void {
  switch (event.type) {
    case 'preparing':
      return output.progress(() => `${sentenceCase(event.what)}: ${event.done} of ${event.total}`);
    case 'image-skipped':
      return showSkipped(event, output);
    case 'images-noted':
      return showNoted(event, output);
    case 'run-started':
      return output.line(startLine(event));
    case 'step-done':
      output.result(stepRecord(event));
      return output.progress(() => stepLine(event));
    case 'evaluated':
      return output.result(evaluationRecord(event), evaluationLine(event));
    case 'noticed':
      if (event.notice.code === 'resumed-exactly')
        return output.line(`Resumed exactly at step ${event.step}.`);
      if (event.notice.code === 'accepted-changed-data') {
        return output.note(
          `${plural(event.notice.files, 'image has', 'images have')} changed since the run started.`,
        );
      }
      if (event.notice.code === 'skipped-metrics') {
        return output.note(
          `${plural(event.notice.lines, 'line', 'lines')} of metrics.jsonl cannot be read and are missing from the curve.`,
        );
      }
      if (event.notice.code === 'smaller-micro-batch') {
        return output.note(
          `Memory ran out: ${event.notice.microBatch} images are computed at once from now on.`,
        );
      }
      return output.note(`Resumed at step ${event.step}, but not bit for bit: ${event.notice.reason}.`);
    case 'run-ended':
      if (event.outcome === 'finished') return output.line(`Finished at step ${event.step}: ${runFolder}`);
      return output.note(stopLine(event.step, runFolder));
    case 'samples-drawn':
    case 'checkpoint-saved':
      return;
  }
}

function startLine({ step, lastStep, parameters, ...event }: RunStarted): string {
  const { trainingImages, validationImages, stepsPerEpoch, references, isAveraged } = event;
  return (
    `Training on ${plural(trainingImages, 'image', 'images')}, ${validationImages} used for validation. ` +
    `${parameters} parameters, steps ${step} to ${lastStep}, ${stepsPerEpoch} per epoch. ` +
    `For comparison, in bits per dimension: uniform ${decimal(references.uniform, 3)}, ` +
    `per-pixel histogram ${decimal(references.histogram, 3)}, PNG files ${decimal(references.png, 3)}.` +
    (isAveraged ? ' Validation and pictures use the averaged weights.' : '')
  );
}

function stepRecord({ step, epoch, training, learningRate, imagesPerSecond, ...times }: StepDone) {
  return {
    step,
    epoch,
    nats_per_dim: training.nats,
    bits_per_dim: training.bits,
    learning_rate: learningRate,
    images_per_second: imagesPerSecond,
    ms: times.milliseconds,
    ms_left: times.millisecondsLeft,
  };
}

function stepLine({ step, epoch, training, imagesPerSecond, millisecondsLeft }: StepDone): string {
  return [
    `Step ${step}`,
    `epoch ${decimal(epoch, 1)}`,
    `${decimal(training.bits, 3)} bits per dimension`,
    `${decimal(imagesPerSecond, 0)} images per second`,
    `${duration(millisecondsLeft)} left`,
  ].join(', ');
}

function evaluationRecord({ step, validation, best, milliseconds }: Evaluated) {
  return {
    step,
    validation_nats_per_dim: validation.nats,
    validation_bits_per_dim: validation.bits,
    best,
    ms: milliseconds,
  };
}

function evaluationLine({ step, validation, best }: Evaluated): string {
  const line = `Step ${step}, validation ${decimal(validation.bits, 3)} bits per dimension`;
  return best ? `${line}, the best so far` : line;
}

function stopLine(step: number, runFolder: string): string {
  const isSaved = fs.existsSync(runPaths(runFolder).last);
  if (!isSaved) return 'Stopped before training began; no run was made.';
  return `Stopped at step ${step}. Continue with: npm run --silent cli -- resume --run ${quoted(runFolder)}`;
}

function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

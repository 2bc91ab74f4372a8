import { reasonOf, StudioError } from '../errors';
import { lossOf } from '../events';
import { batchAt } from '../images/batches';
import { requireDiskSpace } from '../machine/disk-space';
import { countLive, nameWeights } from '../nets/parameters';
import { checkpointBytes, saveCheckpoint } from '../run/checkpoint';
import { appendMetric, cutMetricsAfter, type Metric } from '../run/metrics';
import { recordInRun } from '../run/run-folder';
import type { RunLock } from '../run/run-lock';
import { removeSamplesAfter, writeSamples } from '../run/samples';
import { drawPictures } from '../sampling/sample';
import type { TrainingHooks } from './control';
import { learningRateAt } from './learning-rate';
import type { CheckpointState } from '../run/training-state';
import type { PreparedTraining } from './prepare-training';
import { startClock } from './training-clock';

/** The result of an observation: whether there was one, and whether the validation loss is the lowest so far. */
interface Observed {
  isNew: boolean;
  isBest: boolean;
}

const nothingObserved: Observed = { isNew: false, isBest: false };

/** The loop of a prepared training, until its last step or until it is stopped. It runs once. */
export class TrainingLoop {
  readonly #clock;
  readonly #firstStep;
  /** The step of the last checkpoint, if there is one. */
  #saved: Pick<CheckpointState, 'step' | 'isObserved'> | undefined;

  constructor(
    private readonly training: PreparedTraining,
    private readonly runFolder: string,
    private readonly hooks: TrainingHooks,
    private readonly lock: RunLock,
  ) {
    const { state } = training;
    this.#clock = startClock(state.milliseconds);
    this.#firstStep = state.step;
    if (state.step > 0) this.#saved = { ...state };
  }

  /**
   * Observes, saves and takes a step, each if it is due, in this order.
   * @throws StudioError as `train`
   */
  async run(): Promise<'finished' | 'stopped'> {
    const { state, lastStep, record } = this.training;
    const { control } = this.hooks;
    this.#reportStart();
    for (;;) {
      await this.#listen();
      const isLast = state.step >= lastStep;
      const isObservationDue = this.#isObservationDue(isLast);
      if (control.endsWithEpoch && this.#isEpochOver) control.stop();
      const observed = isObservationDue && !control.signal.aborted ? await this.#observe() : nothingObserved;
      const isStopped = control.signal.aborted;
      const isSaveDue =
        isLast || isStopped || observed.isBest || state.step % record.settings.checkpointEvery === 0;
      if (isSaveDue && (this.#saved?.step !== state.step || observed.isNew)) this.#save(observed.isBest);
      if (isLast) return 'finished';
      if (isStopped) return 'stopped';
      await this.#takeStep();
    }
  }

  #reportStart(): void {
    const { record, split, network, references, state, stepsPerEpoch, lastStep, notices } = this.training;
    const { report } = this.hooks;
    report({
      type: 'run-started',
      step: state.step,
      lastStep,
      stepsPerEpoch,
      parameters: countLive(network.parameters),
      trainingImages: split.training.length,
      validationImages: split.validation.length,
      references,
      isAveraged: record.settings.averageDecay > 0,
    });
    for (const notice of notices) report({ type: 'noticed', step: state.step, notice });
  }

  #isObservationDue(isLast: boolean): boolean {
    const { state, record } = this.training;
    // A request is taken even if the step has been observed, so that it does not apply to the next step.
    const isRequested = this.hooks.control.takeSampleRequest();
    return !state.isObserved && (isLast || isRequested || state.step % record.settings.evaluateEvery === 0);
  }

  get #isEpochOver(): boolean {
    const { state, stepsPerEpoch } = this.training;
    return state.step > this.#firstStep && state.step % stepsPerEpoch === 0;
  }

  async #takeStep(): Promise<void> {
    const { record, split, state, stepsPerEpoch, lastStep } = this.training;
    const { settings } = record;
    const { indices } = batchAt(split.training, settings.batchSize, settings.seed, state.step);
    const begin = this.#clock.read();
    const nats = await this.#stepWithinMemory(indices);
    if (nats === undefined) return;
    const seconds = (this.#clock.read() - begin) / 1000;
    if (!Number.isFinite(nats)) throw this.#notANumber(state.step + 1);
    state.step++;
    state.isObserved = false;
    state.milliseconds = this.#clock.read();
    const perStep = (state.milliseconds - this.#clock.start) / (state.step - this.#firstStep);
    this.#log({
      type: 'step-done',
      step: state.step,
      epoch: state.step / stepsPerEpoch,
      milliseconds: state.milliseconds,
      training: lossOf(nats),
      learningRate: learningRateAt(settings, state.step),
      imagesPerSecond: indices.length / seconds,
      millisecondsLeft: perStep * (lastStep - state.step),
    });
  }

  /**
   * Takes a step. If it runs out of memory it is repeated with a smaller micro-batch, which the run records.
   * @returns nats per dimension; undefined if it was stopped on the way, which leaves everything unchanged
   */
  async #stepWithinMemory(indices: Uint32Array): Promise<number | undefined> {
    for (;;) {
      try {
        return await this.#stepUnlessStopped(indices);
      } catch (thrown) {
        const microBatch = isOutOfMemory(thrown) ? this.training.learner.halveMicroBatch() : undefined;
        if (microBatch === undefined) throw thrown;
        this.#recordMicroBatch(microBatch);
      }
    }
  }

  async #stepUnlessStopped(indices: Uint32Array): Promise<number | undefined> {
    const { learner, state } = this.training;
    const calls = learner.stepByCalls(indices, state.step + 1);
    for (;;) {
      const call = calls.next();
      if (call.done) return call.value;
      await this.#listen();
      if (this.hooks.control.signal.aborted) {
        calls.return(0);
        return undefined;
      }
    }
  }

  #recordMicroBatch(microBatch: number): void {
    const { state } = this.training;
    if (state.arithmetic) state.arithmetic = { ...state.arithmetic, microBatch };
    const notice = { code: 'smaller-micro-batch', microBatch } as const;
    const detail = `${microBatch} pictures at once`;
    recordInRun(this.runFolder, 'running', { event: notice.code, step: state.step, detail });
    this.hooks.report({ type: 'noticed', step: state.step, notice });
  }

  /**
   * Draws the sample pictures and evaluates the validation images; a stop in between leaves them to the next
   * training.
   */
  async #observe(): Promise<Observed> {
    const { record, network, learner, state } = this.training;
    const { report, control } = this.hooks;
    const { sampleCount: count, seed } = record.settings;
    const { pictures, complete } = await drawPictures(
      { record, weights: nameWeights(network.parameters, learner.weights()) },
      { count, seed, temperature: 1, start: 'blank' },
      {
        onProgress: (done, total) => report({ type: 'preparing', what: 'drawing samples', done, total }),
        signal: control.signal,
      },
    );
    const nats = complete ? await this.#validationNats() : undefined;
    if (nats === undefined) return nothingObserved;
    await writeSamples(this.runFolder, state.step, pictures);
    report({ type: 'samples-drawn', step: state.step, pictures });
    state.isObserved = true;
    return { isNew: true, isBest: nats !== null && this.#logValidation(nats) };
  }

  /** @returns nats per dimension, null without validation images, undefined when stopped on the way */
  async #validationNats(): Promise<number | null | undefined> {
    const { record, dataset, split, learner } = this.training;
    const { batchSize } = record.settings;
    const { validation } = split;
    if (!validation.length) return null;
    let sum = 0;
    for (let done = 0; done < validation.length; done += batchSize) {
      await this.#listen();
      if (this.hooks.control.signal.aborted) return undefined;
      this.hooks.report({ type: 'preparing', what: 'evaluating', done, total: validation.length });
      sum += learner.evaluate(validation.subarray(done, done + batchSize));
    }
    return sum / (validation.length * dataset.height * dataset.width * dataset.channels);
  }

  /** @returns whether this loss is the lowest so far */
  #logValidation(nats: number): boolean {
    const { state } = this.training;
    if (!Number.isFinite(nats)) throw this.#notANumber(state.step);
    const isBest = state.bestNats === null || nats < state.bestNats;
    if (isBest) Object.assign(state, { bestNats: nats, bestStep: state.step });
    state.milliseconds = this.#clock.read();
    const { step, milliseconds } = state;
    this.#log({ type: 'evaluated', step, milliseconds, validation: lossOf(nats), best: isBest });
    return isBest;
  }

  #save(best: boolean): void {
    const { record, network, learner, state } = this.training;
    this.lock.confirm();
    const learnt = learner.read();
    const { weights, firstMoment, secondMoment, average } = learnt;
    const vectors = [weights, firstMoment, secondMoment, ...(average ? [average] : [])];
    if (!vectors.every((vector) => vector.every(Number.isFinite))) throw this.#notANumber(state.step);
    requireDiskSpace(this.runFolder, checkpointBytes(weights.length));
    const { keepEvery } = record.settings;
    saveCheckpoint(this.runFolder, network.parameters, { state, ...learnt }, { best, keepEvery });
    this.#saved = { ...state };
    this.hooks.report({ type: 'checkpoint-saved', step: state.step, best });
  }

  /** Returns the run to its last checkpoint, whose loss and weights are finite. */
  #notANumber(step: number): StudioError {
    const saved = this.#saved;
    if (saved) {
      cutMetricsAfter(this.runFolder, saved);
      removeSamplesAfter(this.runFolder, saved.step);
      this.training.state.step = saved.step;
    }
    return new StudioError('not-a-number', { step, backAt: saved?.step ?? null });
  }

  #log(metric: Metric): void {
    this.lock.confirm();
    appendMetric(this.runFolder, metric);
    this.hooks.report(metric);
  }

  /** Handles a person's requests; a pause is not counted as training time. */
  async #listen(): Promise<void> {
    const { state, learner } = this.training;
    const snapshot = () => ({ step: state.step, weights: learner.weights() });
    this.#clock.leaveOut(await this.hooks.control.listen(snapshot));
  }
}

/** TensorFlow's message. */
function isOutOfMemory(thrown: unknown): boolean {
  return /OOM when allocating|RESOURCE_EXHAUSTED|bad_alloc/i.test(reasonOf(thrown));
}

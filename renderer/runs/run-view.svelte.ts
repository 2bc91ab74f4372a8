import type { RunDetail } from '../../electron/api/runs';
import type { Evaluated, StepDone, TrainingEvent } from '../../model/events';
import type { LossSeries } from '../../model/reports';
import type { LossDetail, Stretch } from '../charts/curve';
import { call } from '../studio';
import { GrowingCurve } from './growing-curve';
import { LatestRequest } from '../latest-request.svelte';

type Preparing = Extract<TrainingEvent, { type: 'preparing' }>;
type Started = Extract<TrainingEvent, { type: 'run-started' }>;
type Notice = Extract<TrainingEvent, { type: 'noticed' }>['notice'];

/** Losses that the page holds of a run; a chart shows fewer. */
const mostPoints = 500_000;

/** The reports of one run: its past from disk, then its events as they come. */
export class RunView {
  readonly id: string;
  #training = new GrowingCurve();
  #validation = new GrowingCurve();
  /** The means of the training losses where there are too many to be read; null where all are in `#training`. */
  #means: GrowingCurve | null = null;
  losses = $state.raw<LossSeries>(this.#series());
  /** Steps of the sample pictures on disk, rising. */
  sampleSteps = $state.raw<number[]>([]);
  started = $state.raw<Started | null>(null);
  latestStep = $state.raw<StepDone | null>(null);
  latestEvaluation = $state.raw<Evaluated | null>(null);
  /** The current work, if it is not a training step. */
  preparing = $state.raw<Preparing | null>(null);
  notices = $state.raw<Notice[]>([]);
  skipped = $state(0);
  readonly reading = new LatestRequest();
  detail = $state.raw<LossDetail | null>(null);
  readonly detailing = new LatestRequest();

  /** The lowest validation loss, bits per dimension, and its step. */
  best = $derived.by(() => {
    const { validation, validationSteps } = this.losses;
    let at = 0;
    for (let i = 1; i < validation.length; i++) if ((validation[i] ?? 0) < (validation[at] ?? 0)) at = i;
    const bits = validation[at];
    return bits === undefined ? null : { bits, step: validationSteps[at] ?? 0 };
  });

  constructor(id: string) {
    this.id = id;
  }

  /** Reads the run's past from disk. */
  async read(): Promise<void> {
    await this.reading.ask(
      () => call('openRun', this.id),
      (detail) => this.#fill(detail),
    );
  }

  /** Reads the losses of a stretch of steps if they are thinned; null forgets them. */
  async readDetail(stretch: Stretch | null): Promise<void> {
    if (!stretch || !this.#means) {
      this.detailing.forget();
      this.detail = null;
      return;
    }
    const { from, to } = stretch;
    await this.detailing.ask(
      () => call('lossStretch', this.id, Math.max(0, from), to),
      (losses) => (this.detail = { from, to, ...losses }),
    );
  }

  /** Puts the past from disk before the events since. */
  #fill({ losses, sampleSteps }: RunDetail): void {
    const since = this.losses;
    this.#training = new GrowingCurve();
    this.#validation = new GrowingCurve();
    this.#means = losses.means && new GrowingCurve();
    for (const { steps, training, validationSteps, validation, means } of [losses, since]) {
      this.#training.append(steps, training);
      this.#validation.append(validationSteps, validation);
      const mean = means ?? { steps, training };
      this.#means?.append(mean.steps, mean.training);
    }
    this.losses = this.#series();
    this.sampleSteps = [...sampleSteps, ...this.sampleSteps.slice(firstAfter(this.sampleSteps, sampleSteps))];
  }

  /** Takes a batch of events in the order of their time. */
  append(events: readonly TrainingEvent[]): void {
    const drawn: number[] = [];
    for (const event of events) {
      if (event.type !== 'preparing') this.preparing = null;
      if (event.type === 'step-done') {
        this.latestStep = event;
        this.#training.append([event.step], [event.training.bits]);
        this.#means?.append([event.step], [event.training.bits]);
      } else if (event.type === 'evaluated') {
        this.latestEvaluation = event;
        this.#validation.append([event.step], [event.validation.bits]);
      } else if (event.type === 'samples-drawn') drawn.push(event.step);
      else if (event.type === 'run-started') this.#begin(event);
      else if (event.type === 'preparing') this.preparing = event;
      else if (event.type === 'noticed') this.notices = [...this.notices, event.notice];
      else if (event.type === 'image-skipped') this.skipped++;
    }
    const changesLosses = events.some(({ type }) => type === 'step-done' || type === 'evaluated');
    if (changesLosses) this.losses = this.#series();
    const newer = drawn.slice(firstAfter(drawn, this.sampleSteps));
    if (newer.length) this.sampleSteps = [...this.sampleSteps, ...newer];
    // The losses of a long training are read again, thinned.
    if (this.losses.steps.length > mostPoints && !this.reading.busy) void this.read();
  }

  /** A resumed run starts at its checkpoint. Later steps are dropped, as they are repeated. */
  #begin(started: Started): void {
    this.started = started;
    this.#training.cutAfter(started.step);
    this.#validation.cutAfter(started.step);
    this.#means?.cutAfter(started.step);
    this.losses = this.#series();
    this.sampleSteps = this.sampleSteps.filter((step) => step <= started.step);
  }

  #series(): LossSeries {
    const { steps, values: training } = this.#training.curve;
    const { steps: validationSteps, values: validation } = this.#validation.curve;
    const means = this.#means?.curve;
    return {
      ...{ steps, training, validationSteps, validation },
      means: means ? { steps: means.steps, training: means.values } : null,
    };
  }
}

/** Index of the first of `news` beyond the last of `known`, so that nothing is added twice. */
function firstAfter(news: number[], known: number[]): number {
  const last = known[known.length - 1] ?? -1;
  const found = news.findIndex((step) => step > last);
  return found < 0 ? news.length : found;
}

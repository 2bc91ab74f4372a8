import { call } from '../studio';
import { Question } from './question.svelte';
import type { Evaluated, LossSeries, RunDetail, StepDone, TrainingEvent } from '../../electron/api';

type Preparing = Extract<TrainingEvent, { type: 'preparing' }>;
type Started = Extract<TrainingEvent, { type: 'run-started' }>;
type Notice = Extract<TrainingEvent, { type: 'noticed' }>['notice'];

/** What one run has reported so far: its past as read from disk, then its events as they come. */
export class RunView {
  readonly id: string;
  losses = $state.raw<LossSeries>({ steps: [], training: [], validationSteps: [], validation: [] });
  /** Steps of the sample pictures on disk, rising. */
  sampleSteps = $state.raw<number[]>([]);
  started = $state.raw<Started | null>(null);
  latestStep = $state.raw<StepDone | null>(null);
  latestEvaluation = $state.raw<Evaluated | null>(null);
  /** What is done now when it is not a step. */
  preparing = $state.raw<Preparing | null>(null);
  notices = $state.raw<Notice[]>([]);
  skipped = $state(0);
  readonly reading = new Question();

  /** The lowest validation loss, bits per dimension, and its step. */
  best = $derived.by(() => {
    const { validation, validationSteps } = this.losses;
    const at = validation.reduce((least, bits, i) => (bits < (validation[least] ?? Infinity) ? i : least), 0);
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

  /** Puts what the disk knows before what was heard since. */
  #fill({ losses, sampleSteps }: RunDetail): void {
    const heard = this.losses;
    this.losses = { ...losses };
    this.#appendLosses(heard);
    this.sampleSteps = [...sampleSteps, ...this.sampleSteps.slice(firstAfter(this.sampleSteps, sampleSteps))];
  }

  /** Takes a batch of events in the order in which they happened. */
  append(events: readonly TrainingEvent[]): void {
    const news: LossSeries = { steps: [], training: [], validationSteps: [], validation: [] };
    const drawn: number[] = [];
    for (const event of events) {
      if (event.type !== 'preparing') this.preparing = null;
      if (event.type === 'step-done') {
        this.latestStep = event;
        news.steps.push(event.step);
        news.training.push(event.training.bits);
      } else if (event.type === 'evaluated') {
        this.latestEvaluation = event;
        news.validationSteps.push(event.step);
        news.validation.push(event.validation.bits);
      } else if (event.type === 'samples-drawn') drawn.push(event.step);
      else if (event.type === 'run-started') this.#begin(event);
      else if (event.type === 'preparing') this.preparing = event;
      else if (event.type === 'noticed') this.notices = [...this.notices, event.notice];
      else if (event.type === 'image-skipped') this.skipped++;
    }
    this.#appendLosses(news);
    const newer = drawn.slice(firstAfter(drawn, this.sampleSteps));
    if (newer.length) this.sampleSteps = [...this.sampleSteps, ...newer];
  }

  /** A resumed run starts at its checkpoint: what it had done beyond that is done anew. */
  #begin(started: Started): void {
    this.started = started;
    const { steps, training, validationSteps, validation } = this.losses;
    const upTo = (of: number[]) => of.filter((step) => step <= started.step).length;
    this.losses = {
      steps: steps.slice(0, upTo(steps)),
      training: training.slice(0, upTo(steps)),
      validationSteps: validationSteps.slice(0, upTo(validationSteps)),
      validation: validation.slice(0, upTo(validationSteps)),
    };
    this.sampleSteps = this.sampleSteps.filter((step) => step <= started.step);
  }

  #appendLosses(news: LossSeries): void {
    const { steps, training, validationSteps, validation } = this.losses;
    const from = firstAfter(news.steps, steps);
    const validationFrom = firstAfter(news.validationSteps, validationSteps);
    if (from === news.steps.length && validationFrom === news.validationSteps.length) return;
    this.losses = {
      steps: steps.concat(news.steps.slice(from)),
      training: training.concat(news.training.slice(from)),
      validationSteps: validationSteps.concat(news.validationSteps.slice(validationFrom)),
      validation: validation.concat(news.validation.slice(validationFrom)),
    };
  }
}

/** Index of the first of `news` beyond the last of `known`: what was already heard is not added again. */
function firstAfter(news: number[], known: number[]): number {
  const last = known[known.length - 1] ?? -1;
  const found = news.findIndex((step) => step > last);
  return found < 0 ? news.length : found;
}

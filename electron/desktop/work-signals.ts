/**
 * Shows the program's work on the desktop: progress on the taskbar, a notification when long work has ended unseen,
 * and no sleep meanwhile.
 */
import { errorLine } from '../../model/error-texts';
import { toErrorData } from '../../model/errors';
import type { Events } from '../api/contract';
import type { Preferences } from '../api/program';
import type { TrainingState } from '../api/training';

export interface Desktop {
  /** A share from 0 to 1, `waiting` for work without a known end, or null for none. */
  showProgress(progress: number | 'waiting' | null): void;
  notify(title: string, text: string): void;
  isFocused(): boolean;
  /** Keeps the machine from sleeping, or lets it. */
  keepAwake(on: boolean): void;
}

/** The least duration of a drawing whose end is announced. */
const longMilliseconds = 30_000;

export class WorkSignals {
  #training: TrainingState = { phase: 'idle', run: null, endsWithEpoch: false, error: null };
  #steps: { done: number; of: number } | null = null;
  #wasStopped = false;
  /** How many drawings are in progress, and the latest reported progress. */
  #drawings = 0;
  #drawing: { done: number; total: number } | null = null;
  #isAwake = false;
  #isQuiet = false;

  constructor(
    private readonly desktop: Desktop,
    private readonly preferences: () => Pick<Preferences, 'keepAwake' | 'notifications'>,
    private readonly nameOf: (run: string) => string,
  ) {}

  /** The run in training, or null. */
  get trained(): string | null {
    return this.#training.phase === 'idle' ? null : this.#training.run;
  }

  get training(): TrainingState {
    return this.#training;
  }

  get isDrawing(): boolean {
    return this.#drawings > 0;
  }

  /** Receives the events that are sent to the page. */
  handle<N extends keyof Events>(name: N, payload: Events[N]): void {
    if (name === 'trainingState') this.#takeState(payload as Events['trainingState']);
    else if (name === 'training') this.#takeEvents(payload as Events['training']);
    else if ((name === 'drawingProgress' || name === 'siblingsProgress') && this.isDrawing) {
      const { done, total } = payload as Events['drawingProgress' | 'siblingsProgress'];
      this.#drawing = { done, total };
    } else return;
    this.show();
  }

  /** Shows the progress of a drawing and announces its end. */
  async follow<T>(draw: () => Promise<T>): Promise<T> {
    const began = Date.now();
    this.#drawings++;
    this.#drawing = null;
    this.show();
    let message: [string, string] = ['Pictures are ready', 'The gallery is drawn.'];
    let isCancelled = false;
    try {
      return await draw();
    } catch (thrown) {
      const error = toErrorData(thrown);
      isCancelled = error.code === 'cancelled';
      message = ['Drawing failed', errorLine(error, 'window')];
      throw thrown;
    } finally {
      this.#drawings--;
      this.#drawing = null;
      if (!isCancelled && Date.now() - began >= longMilliseconds) this.#notify(...message);
      this.show();
    }
  }

  /** Stops all announcements, since the program is about to end. */
  silence(): void {
    this.#isQuiet = true;
  }

  /** Updates the desktop, for example after a preference changed. */
  show(): void {
    this.desktop.showProgress(this.#progress());
    const isWorking = this.trained !== null || this.isDrawing;
    const wantsAwake = isWorking && this.#training.phase !== 'paused' && this.preferences().keepAwake;
    if (wantsAwake !== this.#isAwake) this.desktop.keepAwake((this.#isAwake = wantsAwake));
  }

  #progress(): number | 'waiting' | null {
    if (this.trained !== null) return this.#steps ? this.#steps.done / this.#steps.of : 'waiting';
    if (this.isDrawing) return this.#drawing ? this.#drawing.done / this.#drawing.total : 'waiting';
    return null;
  }

  #takeState(state: TrainingState): void {
    const { trained: run } = this;
    this.#training = state;
    if (state.phase === 'starting') this.#wasStopped = false;
    if (state.phase === 'stopping') this.#wasStopped = true;
    if (run === null || state.phase !== 'idle') return;
    this.#steps = null;
    if (state.error)
      this.#notify('Training failed', `${this.nameOf(run)}: ${errorLine(state.error, 'window')}`);
    else if (!this.#wasStopped) this.#notify('Training has ended', this.nameOf(run));
  }

  #takeEvents(events: Events['training']): void {
    for (const event of events) {
      if (event.type === 'run-started') this.#steps = { done: event.step, of: event.lastStep };
      if (event.type === 'step-done' && this.#steps) this.#steps = { ...this.#steps, done: event.step };
    }
  }

  #notify(title: string, text: string): void {
    if (this.#isQuiet || !this.preferences().notifications || this.desktop.isFocused()) return;
    this.desktop.notify(title, text);
  }
}

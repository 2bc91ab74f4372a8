import type { RunSummary } from '../../electron/api/runs';
import type { TrainingState } from '../../electron/api/training';
import type { TrainingEvent } from '../../model/events';
import type { Usage } from '../../model/reports';
import type { Settings } from '../../model/settings';
import { call, listen } from '../studio';
import { LatestRequest } from '../latest-request.svelte';
import { RunView } from '../runs/run-view.svelte';
import type { Runs } from '../runs/runs.svelte';

/** The run being trained, and the run the Train page shows: the same, or one from the library. */
export class Training {
  state = $state.raw<TrainingState>({ phase: 'idle', run: null, endsWithEpoch: false, error: null });
  /** What the run in training has reported since the page was opened. */
  live = $state.raw<RunView | null>(null);
  shown = $state.raw<RunView | null>(null);
  /** Whether samples were requested that have not been drawn yet. */
  samplesRequested = $state(false);
  /** The resources that the training uses, as last measured. */
  usage = $state.raw<Usage | null>(null);
  readonly commanding = new LatestRequest();
  readonly #measuring = new LatestRequest();
  readonly #reading = new LatestRequest();
  #runs: Runs;

  /** Whether a run is being trained. */
  active = $derived(this.state.phase !== 'idle');
  /** Whether the shown run is the one that is being trained. */
  shownIsActive = $derived(this.active && this.shown !== null && this.shown.id === this.state.run);

  constructor(runs: Runs) {
    this.#runs = runs;
    listen('trainingState', (state) => this.#take(state));
    listen('training', (events) => this.#receive(events));
  }

  /** Finds out whether a run is being trained already, as after a reload of the page. */
  async read(): Promise<void> {
    await this.#reading.ask(
      () => call('trainingState'),
      (state) => this.#take(state),
    );
  }

  /** @param preset the name of the preset the settings began with */
  async start(
    folder: string,
    settings: Settings,
    preset: string,
    excluded: readonly string[] = [],
  ): Promise<void> {
    await this.commanding.ask(
      () => call('startTraining', folder, settings, preset, [...excluded]),
      (run) => this.#show(this.#follow(run)),
    );
  }

  /** Whether a run can be resumed, as far as the page knows. */
  canResume({ id, status, hasCheckpoint, damaged }: RunSummary): boolean {
    if (damaged !== null || status === 'finished' || status === 'imported') return false;
    // A run that ended before its first checkpoint begins again.
    if (!hasCheckpoint && status === 'running') return false;
    // The same steps would lead to the same NaN.
    return this.state.error?.code !== 'not-a-number' || this.state.run !== id;
  }

  /** @param checkpoint the step of the checkpoint to go on from; the last one by default */
  async resume(run: string, checkpoint: number | null = null): Promise<void> {
    await this.open(run);
    await this.commanding.ask(
      () => call('resumeRun', run, checkpoint),
      () => this.#show(this.#follow(run)),
    );
  }

  /** The step of a run. Its training reports it sooner than the list of runs. */
  stepOf({ id, step }: Pick<RunSummary, 'id' | 'step'>): number {
    const reported = this.active && this.live?.id === id ? this.live.latestStep : null;
    return reported?.step ?? step;
  }

  async pause(): Promise<void> {
    this.#acknowledge('pausing');
    await this.#command('pauseTraining');
  }

  async continue(): Promise<void> {
    await this.#command('continueTraining');
  }

  async stop(): Promise<void> {
    this.#acknowledge('stopping');
    await this.#command('stopTraining');
  }

  /** Ends the training after the current epoch, or takes that back. */
  async stopAfterEpoch(isWanted: boolean): Promise<void> {
    await this.commanding.ask(() => call('stopAfterEpoch', isWanted));
  }

  async sampleNow(): Promise<void> {
    this.samplesRequested = true;
    await this.commanding.ask(() => call('sampleNow'));
    if (this.commanding.error) this.samplesRequested = false;
  }

  async measureUsage(): Promise<void> {
    await this.#measuring.ask(
      () => call('trainingUsage'),
      (usage) => (this.usage = usage),
    );
  }

  /** Shows a run of the library with its past. */
  async open(run: string): Promise<void> {
    const view = this.live?.id === run ? this.live : new RunView(run);
    this.#show(view);
    if (view !== this.live) await view.read();
  }

  /** Back to the settings of the next run. */
  close(): void {
    this.shown = null;
    this.commanding.forget();
  }

  /** Shows a command at once. The program then reports the result. */
  #acknowledge(phase: 'pausing' | 'stopping'): void {
    if (this.active) this.state = { ...this.state, phase };
  }

  #take(state: TrainingState): void {
    this.state = state;
    if (state.phase === 'idle') {
      this.samplesRequested = false;
      this.usage = null;
    }
    if (state.phase === 'idle' || state.run === null || this.live?.id === state.run) return;
    const view = this.#follow(state.run);
    if (!this.shown) this.shown = view;
    void view.read();
  }

  #receive(events: TrainingEvent[]): void {
    if (events.some(({ type }) => type === 'samples-drawn')) this.samplesRequested = false;
    this.live?.append(events);
  }

  /** The view that receives the events of `run`. */
  #follow(run: string): RunView {
    if (this.live?.id !== run) this.live = this.shown?.id === run ? this.shown : new RunView(run);
    return this.live;
  }

  #show(view: RunView): void {
    this.shown = view;
    this.#runs.chosen = view.id;
  }

  async #command(name: 'pauseTraining' | 'continueTraining' | 'stopTraining'): Promise<void> {
    await this.commanding.ask(() => call(name));
  }
}

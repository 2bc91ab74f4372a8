import { setImmediate } from 'node:timers/promises';
import type { WeightsSnapshot } from '../reports';
import type { TrainingEvent } from '../events';
import type { RunLock } from '../run/run-lock';

export interface TrainingRequest {
  /** The folder with run.json, which `createRun` wrote. */
  runFolder: string;
  /** Whether to resume from a checkpoint. */
  resume: boolean;
  /** The step of the checkpoint to resume from; the last one by default. */
  checkpoint?: number;
  /** The step at which the run ends, counted from its beginning; it replaces the settings' steps. */
  steps?: number;
  /** The folder of the images, if it has moved. */
  dataFolder?: string;
  /** Resumes although the images have changed since the run started. */
  acceptChangedData?: boolean;
  /** The lock of the run, if the caller has taken it already. */
  lock?: RunLock;
}

export interface TrainingHooks {
  report(event: TrainingEvent): void;
  control: TrainingControl;
}

/** Controls a running training, which checks it between steps. */
export class TrainingControl {
  readonly #stopping = new AbortController();
  #paused = false;
  #lastTurn = performance.now();
  #pauses: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #hasEnded = false;
  #endsWithEpoch = false;
  #wantsSamples = false;
  #snapshots: ((snapshot: WeightsSnapshot | null) => void)[] = [];

  /** Aborted by `stop`. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Pauses. Resolves once training has paused or ended. */
  pause(): Promise<void> {
    if (this.#hasEnded || this.signal.aborted) return Promise.resolve();
    this.#paused = true;
    return new Promise((resolve) => this.#pauses.push(resolve));
  }

  continue(): void {
    this.#paused = false;
    this.#wake?.();
  }

  /** Lets training save a checkpoint and end as stopped. */
  stop(): void {
    this.#stopping.abort();
    this.continue();
  }

  /** Lets training end as stopped after the epoch, or not. */
  stopAfterEpoch(isWanted: boolean): void {
    this.#endsWithEpoch = isWanted;
  }

  get endsWithEpoch(): boolean {
    return this.#endsWithEpoch;
  }

  /** Lets training draw samples and evaluate the validation images after the current step. */
  sampleNow(): void {
    this.#wantsSamples = true;
  }

  /** For the training: whether samples are wanted; asking takes the request back. */
  takeSampleRequest(): boolean {
    const wants = this.#wantsSamples;
    this.#wantsSamples = false;
    return wants;
  }

  /** The weights at the end of the current step; null if training has ended. */
  snapshot(): Promise<WeightsSnapshot | null> {
    if (this.#hasEnded) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#snapshots.push(resolve);
      // Wakes a paused training, which then gives the snapshot.
      this.#wake?.();
    });
  }

  /**
   * For the training: lets the event loop handle messages about ten times a second, and waits while paused.
   * @param read the current weights, for requested snapshots
   * @returns how long it waited, in milliseconds
   */
  async listen(read: () => WeightsSnapshot): Promise<number> {
    if (performance.now() - this.#lastTurn > 100) {
      await setImmediate();
      this.#lastTurn = performance.now();
    }
    const start = performance.now();
    this.#giveSnapshots(read);
    while (this.#paused) {
      await this.#waitUntilWoken();
      this.#giveSnapshots(read);
    }
    return performance.now() - start;
  }

  /** For the training: resolves everything that waits for it. */
  ended(): void {
    this.#hasEnded = true;
    this.#resolvePauses();
    for (const give of this.#snapshots.splice(0)) give(null);
  }

  #giveSnapshots(read: () => WeightsSnapshot): void {
    if (!this.#snapshots.length) return;
    const snapshot = read();
    for (const give of this.#snapshots.splice(0)) give(snapshot);
  }

  #waitUntilWoken(): Promise<void> {
    this.#resolvePauses();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #resolvePauses(): void {
    for (const resolve of this.#pauses.splice(0)) resolve();
  }
}

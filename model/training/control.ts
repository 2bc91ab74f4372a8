import { setImmediate } from 'node:timers/promises';
import type { WeightsSnapshot } from '../reports';
import type { TrainingEvent } from '../events';
import type { RunLock } from '../run/run-lock';

export interface TrainingRequest {
  /** Holds run.json, written by `createRun`. */
  runFolder: string;
  /** Whether to go on from a checkpoint. */
  resume: boolean;
  /** The step of the checkpoint to go on from; the last one by default. */
  checkpoint?: number;
  /** Step at which the run ends, counted from its beginning; takes the place of the settings' steps. */
  steps?: number;
  /** Where the images are now, when they have moved. */
  dataFolder?: string;
  /** Goes on although the images are not those of the beginning. */
  acceptChangedData?: boolean;
  /** Of the run, when it has been taken already. */
  lock?: RunLock;
}

export interface TrainingHooks {
  report(event: TrainingEvent): void;
  control: TrainingControl;
}

/** How a person reaches into a running training: it looks here between steps. */
export class TrainingControl {
  readonly #stopping = new AbortController();
  #paused = false;
  #lastTurn = performance.now();
  #standing: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #hasEnded = false;
  #endsWithEpoch = false;
  #wantsSamples = false;
  #snapshots: ((snapshot: WeightsSnapshot | null) => void)[] = [];

  /** Aborted by `stop`, for work that takes a signal. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Resolves when training stands still, or has ended. */
  pause(): Promise<void> {
    if (this.#hasEnded || this.signal.aborted) return Promise.resolve();
    this.#paused = true;
    return new Promise((resolve) => this.#standing.push(resolve));
  }

  continue(): void {
    this.#paused = false;
    this.#wake?.();
  }

  /** Training saves a checkpoint and ends as stopped. */
  stop(): void {
    this.#stopping.abort();
    this.continue();
  }

  /** Training ends as stopped when the epoch is over; asked again, it goes on after all. */
  stopAfterEpoch(isWanted: boolean): void {
    this.#endsWithEpoch = isWanted;
  }

  get endsWithEpoch(): boolean {
    return this.#endsWithEpoch;
  }

  /** Samples are drawn and the validation images measured after the current step. */
  sampleNow(): void {
    this.#wantsSamples = true;
  }

  /** For the training: whether samples are wanted; asking takes the request back. */
  takeSampleRequest(): boolean {
    const wants = this.#wantsSamples;
    this.#wantsSamples = false;
    return wants;
  }

  /** The weights at the end of the current step; null when no step comes any more. */
  snapshot(): Promise<WeightsSnapshot | null> {
    if (this.#hasEnded) return Promise.resolve(null);
    return new Promise((resolve) => {
      this.#snapshots.push(resolve);
      // A training that stands still turns round once.
      this.#wake?.();
    });
  }

  /**
   * For the training: lets the event loop hear messages, about ten times a second, and waits while paused.
   * @param read the weights as they are now, for those who asked for a snapshot
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
      await this.#standStill();
      this.#giveSnapshots(read);
    }
    return performance.now() - start;
  }

  /** For the training: nobody need wait for it any longer. */
  ended(): void {
    this.#hasEnded = true;
    this.#tellStanding();
    for (const give of this.#snapshots.splice(0)) give(null);
  }

  #giveSnapshots(read: () => WeightsSnapshot): void {
    if (!this.#snapshots.length) return;
    const snapshot = read();
    for (const give of this.#snapshots.splice(0)) give(snapshot);
  }

  #standStill(): Promise<void> {
    this.#tellStanding();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #tellStanding(): void {
    for (const tell of this.#standing.splice(0)) tell();
  }
}

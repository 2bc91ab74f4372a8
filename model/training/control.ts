import { setImmediate } from 'node:timers/promises';

/** How a person reaches into a running training: it looks here between steps. */
export class TrainingControl {
  readonly #stopping = new AbortController();
  #paused = false;
  #lastTurn = performance.now();
  #standing: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #hasEnded = false;

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

  /**
   * For the training: lets the event loop hear messages, about ten times a second, and waits while paused.
   * @returns how long it waited, in milliseconds
   */
  async listen(): Promise<number> {
    if (performance.now() - this.#lastTurn > 100) {
      await setImmediate();
      this.#lastTurn = performance.now();
    }
    const start = performance.now();
    while (this.#paused) await this.#standStill();
    return performance.now() - start;
  }

  /** For the training: nobody need wait for it any longer. */
  ended(): void {
    this.#hasEnded = true;
    this.#tellStanding();
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

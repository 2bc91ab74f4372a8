import { toErrorData, type ErrorData } from '../model/errors';

/** A request that the page repeats. Only the answer to the newest is kept. */
export class LatestRequest {
  busy = $state(false);
  error = $state.raw<ErrorData | null>(null);
  #newest = 0;

  /**
   * Sends a request, passes its answer to `keep` and returns it. Returns undefined if the request failed or a newer one
   * was sent meanwhile. An error is kept for the page, unless a person cancelled.
   */
  async ask<T>(asked: () => Promise<T>, keep: (answer: T) => void = () => {}): Promise<T | undefined> {
    const mine = ++this.#newest;
    this.busy = true;
    this.error = null;
    try {
      const answer = await asked();
      if (mine !== this.#newest) return undefined;
      keep(answer);
      return answer;
    } catch (thrown) {
      const error = toErrorData(thrown);
      if (mine === this.#newest && error.code !== 'cancelled') this.error = error;
      return undefined;
    } finally {
      if (mine === this.#newest) this.busy = false;
    }
  }

  /** Drops the current request and its error. */
  forget(): void {
    this.#newest++;
    this.busy = false;
    this.error = null;
  }
}

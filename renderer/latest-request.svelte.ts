import { toErrorData, type ErrorData } from '../model/errors';

/** One thing the page asks again and again. Only the answer to the newest question is kept. */
export class LatestRequest {
  busy = $state(false);
  error = $state.raw<ErrorData | null>(null);
  #newest = 0;

  /**
   * Waits for `asked`, hands its answer to `keep` and returns it; undefined if it failed or a newer question was
   * asked meanwhile. An error is kept for the page, except that a person cancelled.
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

  /** Lets go of the question under way and of its error. */
  forget(): void {
    this.#newest++;
    this.busy = false;
    this.error = null;
  }
}

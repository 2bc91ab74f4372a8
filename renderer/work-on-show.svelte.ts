import { untrack } from 'svelte';

/** The work that the page shows with a button to cancel it, so that Escape and the menu can cancel it too. */
export class WorkOnShow {
  #cancels = $state.raw<readonly (() => void)[]>([]);
  isCancellable = $derived(this.#cancels.length > 0);

  /** Offers a work to be cancelled. @returns a function that takes the offer back */
  offer(cancel: () => void): () => void {
    const own = () => cancel();
    untrack(() => (this.#cancels = [...this.#cancels, own]));
    return () => (this.#cancels = this.#cancels.filter((other) => other !== own));
  }

  /** Cancels the work that was shown last. @returns whether there was any */
  cancel(): boolean {
    const latest = this.#cancels[this.#cancels.length - 1];
    latest?.();
    return latest !== undefined;
  }
}

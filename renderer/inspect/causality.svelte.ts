import type { CausalityReport } from '../../model/reports';
import { call } from '../studio';
import { LatestRequest } from '../latest-request.svelte';

/** The check whether the network of one run keeps to its order, with its own weights. */
export class CausalityCheck {
  report = $state.raw<CausalityReport | null>(null);
  readonly checking = new LatestRequest();
  readonly #run: string;
  #wasAsked = false;

  constructor(run: string) {
    this.#run = run;
  }

  /** Checks unless it has been checked before. */
  async checkOnce(): Promise<void> {
    if (!this.#wasAsked) await this.check();
  }

  async check(): Promise<void> {
    this.#wasAsked = true;
    this.report = null;
    await this.checking.ask(
      () => call('checkCausality', this.#run),
      (report) => (this.report = report),
    );
  }
}

/** The checks of all runs since the page was opened. */
export class Causality {
  readonly #checks: Record<string, CausalityCheck> = {};

  of(run: string): CausalityCheck {
    return (this.#checks[run] ??= new CausalityCheck(run));
  }
}

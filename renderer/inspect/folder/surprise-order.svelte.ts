import type { Ranking } from '../../../model/reports';
import { call, listen } from '../../studio';
import { LatestRequest } from '../../latest-request.svelte';

export type Part = 'validation' | 'training';

/** The images of a run in the order of their surprise. */
export class SurpriseOrder {
  run = $state<string | null>(null);
  part = $state<Part>('validation');
  progress = $state.raw<{ done: number; total: number } | null>(null);
  readonly ranking = new LatestRequest();
  /** What was ranked of each part. */
  #found = $state.raw<{ [P in Part]?: Ranking }>({});
  found = $derived(this.#found[this.part] ?? null);

  constructor() {
    listen('rankingProgress', (progress) => {
      if (this.ranking.busy) this.progress = progress;
    });
  }

  openRun(run: string | null): void {
    if (run === this.run) return;
    void this.cancel();
    this.run = run;
    this.#found = {};
  }

  async show(part: Part): Promise<void> {
    await this.cancel();
    this.part = part;
  }

  async rank(): Promise<void> {
    const { run, part } = this;
    if (run === null) return;
    this.progress = null;
    await this.ranking.ask(
      () => call('rankImages', run, part),
      (found) => (this.#found = { ...this.#found, [part]: found }),
    );
  }

  async cancel(): Promise<void> {
    if (!this.ranking.busy) return;
    this.ranking.forget();
    await call('cancelRanking');
  }
}

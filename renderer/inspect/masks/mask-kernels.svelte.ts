import type { MaskedKernelView } from '../../../model/reports';
import { call } from '../../studio';
import { LatestRequest } from '../../latest-request.svelte';

/** The masked kernels of one run, from its last checkpoint. */
export class MaskKernels {
  run = $state<string | null>(null);
  kernels = $state.raw<MaskedKernelView[] | null>(null);
  readonly reading = new LatestRequest();

  /** Reads those of a run, unless they are here. */
  async openRun(run: string | null): Promise<void> {
    if (run === this.run) return;
    this.run = run;
    this.kernels = null;
    this.reading.forget();
    if (run === null) return;
    await this.reading.ask(
      () => call('maskKernels', run),
      (kernels) => (this.kernels = kernels),
    );
  }
}

import type { Provenance, Verification } from '../../model/reports';
import { call } from '../studio';
import { LatestRequest } from '../latest-request.svelte';

/** A picture exported earlier, brought back: how it was made, and whether it can be drawn again. */
export class ExportCheck {
  file = $state<string | null>(null);
  made = $state.raw<Provenance | null>(null);
  verification = $state.raw<Verification | null>(null);
  readonly reading = new LatestRequest();
  readonly verifying = new LatestRequest();

  async choose(): Promise<void> {
    const file = await this.reading.ask(() => call('chooseImage'));
    if (file) await this.read(file);
  }

  /** Reads any file. @returns whether this program exported it, usable or not */
  async take(file: string): Promise<boolean> {
    await this.read(file);
    const { error } = this.reading;
    if (!error || (error.code === 'picture-foreign' && error.facts.isOurs)) return true;
    this.reading.forget();
    return false;
  }

  async read(file: string): Promise<void> {
    this.close();
    await this.reading.ask(
      () => call('readProvenance', file),
      (made) => {
        this.file = file;
        this.made = made;
      },
    );
  }

  async verify(): Promise<void> {
    const { file } = this;
    if (file === null) return;
    this.verification = null;
    await this.verifying.ask(
      () => call('verifyPicture', file),
      (verification) => (this.verification = verification),
    );
  }

  close(): void {
    this.file = this.made = this.verification = null;
    this.reading.forget();
    this.verifying.forget();
  }
}

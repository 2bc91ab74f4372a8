import type { RunSummary } from '../../electron/api';
import { call, listen } from '../studio';
import { Question } from './question.svelte';

/** The library of runs, and the one that Train, Inspect and Gallery show. */
export class Runs {
  /** Newest first; null before the first answer. */
  list = $state.raw<RunSummary[] | null>(null);
  /** Id of the run a person opened or started. */
  chosen = $state<string | null>(null);
  readonly listing = new Question();
  readonly changing = new Question();

  /** Runs that can be looked into. */
  usable = $derived((this.list ?? []).filter((run) => run.damaged === null && run.hasCheckpoint));
  /** The chosen run, or the newest that can be looked into. */
  current = $derived(this.find(this.chosen) ?? this.usable[0] ?? null);

  constructor() {
    listen('runsChanged', () => void this.refresh());
  }

  find(id: string | null): RunSummary | undefined {
    return this.list?.find((run) => run.id === id);
  }

  async refresh(): Promise<void> {
    await this.listing.ask(
      () => call('listRuns'),
      (list) => (this.list = [...list].sort((a, b) => b.created - a.created)),
    );
  }

  async describe(id: string, name: string, note: string): Promise<void> {
    await this.#change(() => call('describeRun', id, { name, note }));
  }

  async trash(id: string): Promise<void> {
    if (this.chosen === id) this.chosen = null;
    await this.#change(() => call('trashRun', id));
  }

  async reveal(id: string): Promise<void> {
    await this.changing.ask(() => call('revealRun', id));
  }

  async #change(change: () => Promise<undefined>): Promise<void> {
    await this.changing.ask(change);
    await this.refresh();
  }
}

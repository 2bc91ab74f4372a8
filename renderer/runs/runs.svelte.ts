import type { ChosenModel } from '../../electron/api/run-files';
import type { Duplicate, RunSummary, ValidationCurve } from '../../electron/api/runs';
import { call, listen } from '../studio';
import type { Toasts } from '../controls/toasts.svelte';
import { LatestRequest } from '../latest-request.svelte';

/** The library of runs, and the one that Train, Inspect and Gallery show. */
export class Runs {
  /** Newest first; null before the first answer. */
  list = $state.raw<RunSummary[] | null>(null);
  /** Id of the run a person opened or started. */
  chosen = $state<string | null>(null);
  /** The file of weights that a person chose to import, until they name it or cancel. */
  model = $state.raw<ChosenModel | null>(null);
  readonly listing = new LatestRequest();
  readonly changing = new LatestRequest();
  /** Reading and writing of files, which may take a while. */
  readonly moving = new LatestRequest();
  #opening = Promise.resolve();
  readonly #curves: Record<string, { step: number; curve: Promise<ValidationCurve> }> = {};

  /** Runs that can be looked into. */
  usable = $derived((this.list ?? []).filter((run) => run.damaged === null && run.hasCheckpoint));
  /** The chosen run, or the newest that can be looked into. */
  current = $derived(this.find(this.chosen) ?? this.usable[0] ?? null);

  readonly #toasts: Toasts;

  constructor(toasts: Toasts) {
    this.#toasts = toasts;
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

  async trash({ id, name }: RunSummary): Promise<void> {
    if (this.chosen === id) this.chosen = null;
    await this.#change(() => call('trashRun', id));
    if (!this.changing.error) {
      this.#toasts.show(`“${name}” is in the trash. Restore it from there to list it again.`);
    }
  }

  /** The validation losses for a small curve, read again when the run has got further. */
  curveOf({ id, step }: RunSummary): Promise<ValidationCurve> {
    const known = this.#curves[id];
    if (known?.step === step) return known.curve;
    const curve = call('validationCurve', id);
    this.#curves[id] = { step, curve };
    return curve;
  }

  /** What another run like this one begins with. */
  async duplicate(id: string): Promise<Duplicate | undefined> {
    return this.changing.ask(() => call('duplicateRun', id));
  }

  async exportRun(id: string): Promise<void> {
    await this.#write(() => call('exportRun', id));
  }

  async exportModel(id: string): Promise<void> {
    await this.#write(() => call('exportModel', id));
  }

  /** Imports a file that the system opened with the program, after those that it opened before. */
  importOpened(): Promise<void> {
    return (this.#opening = this.#opening.then(() => this.#take(() => call('importOpened'))));
  }

  async importRun(): Promise<void> {
    await this.#take(() => call('importRun'));
  }

  /** Lets a person choose a file of weights, to be imported with a name and a size. */
  async chooseModel(): Promise<void> {
    await this.changing.ask(
      () => call('chooseModel'),
      (model) => (this.model = model),
    );
  }

  async importModel(file: string, name: string, size: number | null): Promise<void> {
    await this.#take(() => call('importModel', file, { name, size }));
  }

  async reveal(id: string): Promise<void> {
    await this.changing.ask(() => call('revealRun', id));
  }

  async #write(write: () => Promise<string | null>): Promise<void> {
    const file = await this.moving.ask(write);
    if (file) this.#toasts.show(`Written to ${file}`);
  }

  async #take(take: () => Promise<string | null>): Promise<void> {
    const id = await this.moving.ask(take);
    if (!id) return;
    this.chosen = id;
    // Another refresh may be under way, whose list this one would not wait for.
    const list = await this.moving.ask(() => call('listRuns'));
    const run = list?.find((run) => run.id === id);
    if (run) this.#toasts.show(`“${run.name}” is imported.`);
    await this.refresh();
  }

  async #change(change: () => Promise<undefined>): Promise<void> {
    await this.changing.ask(change);
    await this.refresh();
  }
}

import type { Events } from '../../electron/api/contract';
import type { DatasetReport, PictureChoices } from '../../model/reports';
import type { Settings } from '../../model/settings';
import { call, listen, takeDropped } from '../studio';
import { LatestRequest } from '../latest-request.svelte';
import { pictureSettingNames, type PictureSettings } from '../../model/settings/data';
import type { RunForm } from '../train/run-form.svelte';

/** The folder of images, and its images as the network sees them. */
export class Dataset {
  folder = $state<string | null>(null);
  report = $state.raw<DatasetReport | null>(null);
  progress = $state.raw<Events['scanProgress'] | null>(null);
  /** Files and classes of the folder that a person left out. */
  excluded = $state.raw<readonly string[]>([]);
  /** Some images at every size and number of levels, for these settings. */
  choices = $state.raw<(PictureChoices & { settings: Settings }) | null>(null);
  readonly choosing = new LatestRequest();
  readonly scanning = new LatestRequest();
  readonly comparing = new LatestRequest();
  #runForm: RunForm;
  /** What `report` was made with. */
  #reported = $state.raw<{ pictures: PictureSettings; excluded: readonly string[] } | null>(null);
  /** Whether the preview still shows other settings than those in the form. */
  stale = $derived.by(
    () => this.report !== null && !this.scanning.busy && !this.#isReported(this.#runForm.pictures),
  );

  constructor(runForm: RunForm) {
    this.#runForm = runForm;
    listen('scanProgress', (progress) => {
      if (this.scanning.busy) this.progress = progress;
    });
  }

  async choose(): Promise<void> {
    await this.#openAnswer(() => call('chooseFolder'));
  }

  async useExamples(): Promise<void> {
    await this.#openAnswer(() => call('useExampleImages'));
  }

  /** Opens `folder`. The pictures of another folder disappear at once. */
  async open(folder: string, excluded: readonly string[] = []): Promise<void> {
    if (folder !== this.folder) this.report = this.choices = null;
    if (folder !== this.folder || excluded.length) this.excluded = excluded;
    this.folder = folder;
    await this.scan();
  }

  /** Opens what was dropped if it is a folder; returns the path if it is a file. */
  async takeDropped(): Promise<string | null> {
    const dropped = await this.choosing.ask(takeDropped);
    if (dropped?.kind !== 'folder') return dropped?.path ?? null;
    await this.open(dropped.path);
    return null;
  }

  /** Reads the folder with the picture settings of the form. Cancels the current scan. */
  async scan(): Promise<void> {
    const { folder, excluded } = this;
    const pictures = this.#runForm.pictures;
    if (folder === null || pictures === null) return;
    if (this.scanning.busy) void call('cancelScan');
    this.progress = null;
    await this.scanning.ask(
      () => call('scanFolder', folder, pictures, [...excluded]),
      (report) => {
        this.report = report;
        this.#reported = { pictures, excluded };
      },
    );
  }

  /** Reads again if the picture settings or the exclusions changed since the last report. */
  async follow(pictures: PictureSettings | null): Promise<void> {
    if (pictures && this.report && !this.#isReported(pictures)) await this.scan();
  }

  /** Whether a person left this file or class out. */
  isLeftOut(name: string): boolean {
    return this.excluded.some((other) => isSame(other, name));
  }

  /** Leaves a file or a class out of the next run, or takes it in again. */
  leaveOut(name: string, isOut: boolean): void {
    const others = this.excluded.filter((other) => !isSame(other, name));
    this.excluded = isOut ? [...others, name] : others;
  }

  /** Reads the choices of size and levels with the settings of the form. */
  async compare(): Promise<void> {
    const { folder, excluded } = this;
    const { settings } = this.#runForm;
    if (folder === null || settings === null) return;
    await this.comparing.ask(
      () => call('previewChoices', folder, settings, [...excluded]),
      (choices) => (this.choices = { ...choices, settings }),
    );
  }

  async cancel(): Promise<void> {
    if (!this.report) this.folder = null;
    await call('cancelScan');
  }

  #isReported(pictures: PictureSettings | null): boolean {
    const reported = this.#reported;
    return (
      pictureSettingNames.every((name) => reported?.pictures[name] === pictures?.[name]) &&
      reported?.excluded === this.excluded
    );
  }

  async #openAnswer(asked: () => Promise<string | null>): Promise<void> {
    const chosen = await this.choosing.ask(asked);
    if (chosen) await this.open(chosen);
  }
}

/** Exclusions of an earlier run may be written otherwise in Unicode than the names in the folder. */
function isSame(a: string, b: string): boolean {
  return a.normalize() === b.normalize();
}

import type { DatasetReport, Events } from '../../electron/api';
import { call, listen, pathOfDropped } from '../studio';
import type { Preferences } from './preferences.svelte';
import { Question } from './question.svelte';
import { pictureSettingNames, type PictureSettings, type Recipe } from './recipe.svelte';

/** The folder of images and how it looks to the network. */
export class Dataset {
  folder = $state<string | null>(null);
  report = $state.raw<DatasetReport | null>(null);
  progress = $state.raw<Events['scanProgress'] | null>(null);
  readonly choosing = new Question();
  readonly scanning = new Question();
  #recipe: Recipe;
  #preferences: Preferences;
  /** The picture settings `report` was made with. */
  #reported = $state.raw<PictureSettings | null>(null);
  /** Whether the preview still shows other settings than those in the form. */
  stale = $derived.by(
    () => this.report !== null && !this.scanning.busy && !same(this.#reported, this.#recipe.pictures),
  );

  constructor(recipe: Recipe, preferences: Preferences) {
    this.#recipe = recipe;
    this.#preferences = preferences;
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

  /** Opens `folder`; the pictures of another one leave the page at once. */
  async open(folder: string): Promise<void> {
    if (folder !== this.folder) this.report = null;
    this.folder = folder;
    await this.scan();
  }

  /** Opens what was dropped if it is a folder; returns the path if it is a file. */
  async takeDropped(file: File): Promise<string | null> {
    const dropped = await this.choosing.ask(() => call('grantDropped', pathOfDropped(file)));
    if (dropped?.kind !== 'folder') return dropped?.path ?? null;
    await this.open(dropped.path);
    return null;
  }

  /** Reads the folder with the picture settings of the form. A scan under way is given up. */
  async scan(): Promise<void> {
    const { folder } = this;
    const pictures = this.#recipe.pictures;
    if (folder === null || pictures === null) return;
    if (this.scanning.busy) void call('cancelScan');
    this.progress = null;
    await this.scanning.ask(
      () => call('scanFolder', folder, pictures),
      (report) => {
        this.report = report;
        this.#reported = pictures;
        void this.#preferences.read();
      },
    );
  }

  /** Reads again if the picture settings changed since the last report. */
  async follow(pictures: PictureSettings | null): Promise<void> {
    if (pictures && this.report && !same(pictures, this.#reported)) await this.scan();
  }

  async cancel(): Promise<void> {
    if (!this.report) this.folder = null;
    await call('cancelScan');
  }

  async #openAnswer(asked: () => Promise<string | null>): Promise<void> {
    const chosen = await this.choosing.ask(asked);
    if (chosen) await this.open(chosen);
  }
}

function same(a: PictureSettings | null, b: PictureSettings | null): boolean {
  return pictureSettingNames.every((name) => a?.[name] === b?.[name]);
}

import { presets } from '../../model/presets';
import type { PageName } from './place.svelte';
import type { Rooms } from './context';
import { plannedRun } from './planned-run';

export const guideSteps = ['train', 'watch', 'pixel', 'gallery'] as const;
export type GuideStep = (typeof guideSteps)[number];

const pageOf: Record<GuideStep, PageName> = {
  train: 'train',
  watch: 'train',
  pixel: 'inspect',
  gallery: 'gallery',
};

/** The first steps: from the example images to a gallery, in four steps that a person takes alone. */
export class Guide {
  step = $state<GuideStep | null>(null);
  #rooms: Pick<
    Rooms,
    'dataset' | 'gallery' | 'inspection' | 'place' | 'preferences' | 'recipe' | 'runs' | 'training'
  >;
  /** Where the cursor and the newest gallery were when a step began: moving on from there is doing the step. */
  #before = $state.raw<{ cursor: object; gallery: string | undefined } | null>(null);

  /** Whether nothing has been trained yet, and the person has not sent the guide away. */
  isWelcome = $derived.by(() => {
    const { preferences, runs } = this.#rooms;
    return !preferences.kept.guideLeft && runs.list !== null && runs.list.every((run) => run.isExample);
  });
  number = $derived(this.step === null ? 0 : guideSteps.indexOf(this.step) + 1);

  /** Whether what the step asks for has been done. */
  isDone = $derived.by(() => {
    const { gallery, inspection, runs, training } = this.#rooms;
    const hasTrained = runs.usable.some((run) => !run.isExample);
    switch (this.step) {
      case 'train':
        return training.active || hasTrained;
      case 'watch':
        return !training.active && hasTrained;
      case 'pixel':
        return inspection.pixel !== null && inspection.cursor !== this.#before?.cursor;
      case 'gallery':
        return gallery.opened !== null && gallery.opened.id !== this.#before?.gallery;
      case null:
        return false;
    }
  });

  constructor(rooms: Omit<Rooms, 'guide' | 'desk'>) {
    this.#rooms = rooms;
  }

  begin(): void {
    this.#enter('train');
  }

  /** The next step; after the last the guide is over. */
  next(): void {
    const next = guideSteps[this.number];
    if (next) this.#enter(next);
    else void this.leave();
  }

  back(): void {
    const before = guideSteps[this.number - 2];
    if (before) this.#enter(before);
  }

  /** Sends the guide away; the Help menu brings it back. */
  async leave(): Promise<void> {
    this.step = null;
    await this.#rooms.preferences.change({ guideLeft: true });
  }

  /** Does the first step: the example images, the smallest model. */
  async trainExamples(): Promise<void> {
    const { dataset, recipe, training } = this.#rooms;
    await dataset.useExamples();
    recipe.choosePreset((presets[0] as (typeof presets)[number]).name);
    recipe.usePresetsData();
    const plan = plannedRun(this.#rooms);
    if (plan.missing !== null || training.active) return;
    await training.start(plan.folder, plan.settings, recipe.preset, dataset.excluded);
    this.next();
  }

  #enter(step: GuideStep): void {
    const { gallery, inspection, place } = this.#rooms;
    this.step = step;
    this.#before = { cursor: inspection.cursor, gallery: gallery.list[0]?.id };
    place.go(pageOf[step]);
  }
}

import { presets } from '../../model/presets';
import type { Route } from './router.svelte';
import type { PageState } from '../page-state';
import { plannedRun } from '../planned-run';

export const guideSteps = ['train', 'watch', 'pixel', 'gallery'] as const;
export type GuideStep = (typeof guideSteps)[number];

const routeOf: Record<GuideStep, Route> = {
  train: 'train',
  watch: 'train',
  pixel: 'inspect',
  gallery: 'gallery',
};

/** The first steps: from the example images to a gallery, in four steps. */
export class Guide {
  step = $state<GuideStep | null>(null);
  #app: Pick<
    PageState,
    'dataset' | 'gallery' | 'inspection' | 'router' | 'preferences' | 'runForm' | 'runs' | 'training'
  >;
  /** How often a person had pointed and drawn when a step began. Once more completes the step. */
  #before = $state.raw({ pointed: 0, drawn: 0 });
  /** The runs that existed when the guide began, except one that was being trained. */
  #earlier = $state.raw<readonly string[]>([]);

  /** Whether nothing has been trained yet and the person has not left the guide. */
  isWelcome = $derived.by(() => {
    const { preferences, runs } = this.#app;
    return !preferences.kept.guideLeft && runs.list !== null && runs.list.every((run) => run.isExample);
  });
  number = $derived(this.step === null ? 0 : guideSteps.indexOf(this.step) + 1);

  /** Whether a training has produced a model since the guide began. */
  #hasTrained = $derived.by(() =>
    this.#app.runs.usable.some((run) => !run.isExample && !this.#earlier.includes(run.id)),
  );

  /** Whether a person has done what the step asks for. */
  isDone = $derived.by(() => {
    const { gallery, inspection, training } = this.#app;
    switch (this.step) {
      case 'train':
        return training.active || this.#hasTrained;
      case 'watch':
        return !training.active && this.#hasTrained;
      case 'pixel':
        return inspection.pixel !== null && inspection.pointed > this.#before.pointed;
      case 'gallery':
        return gallery.drawn > this.#before.drawn;
      case null:
        return false;
    }
  });

  constructor(app: PageState) {
    this.#app = app;
  }

  begin(): void {
    const { runs, training } = this.#app;
    const trained = training.active ? training.state.run : null;
    this.#earlier = (runs.list ?? []).map(({ id }) => id).filter((id) => id !== trained);
    this.#enter('train');
  }

  /** Goes to the next step, or ends the guide after the last. */
  next(): void {
    const next = guideSteps[this.number];
    if (next) this.#enter(next);
    else void this.leave();
  }

  back(): void {
    const before = guideSteps[this.number - 2];
    if (before) this.#enter(before);
  }

  /** Ends the guide. The Help menu brings it back. */
  async leave(): Promise<void> {
    this.step = null;
    await this.#app.preferences.change({ guideLeft: true });
  }

  /** Does the first step: the example images, the smallest model. */
  async trainExamples(): Promise<void> {
    const { dataset, runForm, training } = this.#app;
    await dataset.useExamples();
    runForm.choosePreset((presets[0] as (typeof presets)[number]).name);
    runForm.usePresetsData();
    const plan = plannedRun(this.#app);
    if (plan.missing !== null || training.active) return;
    await training.start(plan.folder, plan.settings, runForm.preset, dataset.excluded);
    if (!training.commanding.error) this.next();
  }

  #enter(step: GuideStep): void {
    const { gallery, inspection, router, runs } = this.#app;
    this.step = step;
    this.#before = { pointed: inspection.pointed, drawn: gallery.drawn };
    if (step === 'pixel') inspection.view = 'pixel';
    // A run without a model cannot be inspected: the newest that has one is chosen instead.
    if (routeOf[step] !== 'train' && runs.current && !runs.usable.includes(runs.current)) runs.chosen = null;
    router.go(routeOf[step]);
  }
}

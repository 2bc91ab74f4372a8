import { Causality } from './inspect/causality.svelte';
import { ChartChoices } from './charts/chart-choices.svelte';
import { RunComparison } from './runs/run-comparison.svelte';
import { Dataset } from './data/dataset.svelte';
import { DrawingSteps } from './inspect/drawing/drawing-steps.svelte';
import { Gallery } from './gallery/gallery.svelte';
import { Inspection } from './inspect/inspection.svelte';
import { MaskKernels } from './inspect/masks/mask-kernels.svelte';
import { Router } from './shell/router.svelte';
import { Preferences } from './shell/preferences.svelte';
import { RunForm } from './train/run-form.svelte';
import { Runs } from './runs/runs.svelte';
import { Toasts } from './controls/toasts.svelte';
import { SurpriseOrder } from './inspect/folder/surprise-order.svelte';
import { Training } from './train/training.svelte';
import { WorkOnShow } from './work-on-show.svelte';

/** The state of the pages, one part for each concern. */
export interface PageState {
  router: Router;
  preferences: Preferences;
  runForm: RunForm;
  dataset: Dataset;
  runs: Runs;
  training: Training;
  inspection: Inspection;
  drawing: DrawingSteps;
  order: SurpriseOrder;
  kernels: MaskKernels;
  causality: Causality;
  chart: ChartChoices;
  comparison: RunComparison;
  gallery: Gallery;
  toasts: Toasts;
  work: WorkOnShow;
}

export function createPageState(): PageState {
  const preferences = new Preferences();
  const runForm = new RunForm();
  const toasts = new Toasts();
  const runs = new Runs(toasts);
  const inspection = new Inspection();
  return {
    router: new Router(),
    preferences,
    runForm,
    dataset: new Dataset(runForm),
    runs,
    training: new Training(runs),
    inspection,
    drawing: new DrawingSteps(inspection),
    order: new SurpriseOrder(),
    kernels: new MaskKernels(),
    causality: new Causality(),
    chart: new ChartChoices(),
    comparison: new RunComparison(),
    gallery: new Gallery(preferences, toasts),
    toasts,
    work: new WorkOnShow(),
  };
}

import { createContext } from 'svelte';
import { Causality } from './inspect/causality.svelte';
import { ChartChoices } from './charts/chart-choices.svelte';
import { Comparison } from './runs/comparison.svelte';
import { Dataset } from './data/dataset.svelte';
import { DrawingSteps } from './inspect/drawing/drawing-steps.svelte';
import { Desk } from './shell/desk.svelte';
import { Gallery } from './gallery/gallery.svelte';
import { Guide } from './shell/guide.svelte';
import { Inspection } from './inspect/inspection.svelte';
import { MaskKernels } from './inspect/masks/mask-kernels.svelte';
import { Place } from './shell/place.svelte';
import { Preferences } from './shell/preferences.svelte';
import { Recipe } from './train/recipe.svelte';
import { Runs } from './runs/runs.svelte';
import { SurpriseOrder } from './inspect/folder/surprise-order.svelte';
import { Training } from './train/training.svelte';

/** All state of the page, one part per concern. */
export interface Rooms {
  place: Place;
  preferences: Preferences;
  recipe: Recipe;
  dataset: Dataset;
  runs: Runs;
  training: Training;
  inspection: Inspection;
  drawing: DrawingSteps;
  order: SurpriseOrder;
  kernels: MaskKernels;
  causality: Causality;
  chart: ChartChoices;
  comparison: Comparison;
  gallery: Gallery;
  guide: Guide;
  desk: Desk;
}

export function createRooms(): Rooms {
  const preferences = new Preferences();
  const recipe = new Recipe();
  const runs = new Runs();
  const inspection = new Inspection();
  const rooms = {
    place: new Place(),
    preferences,
    recipe,
    dataset: new Dataset(recipe),
    runs,
    training: new Training(runs),
    inspection,
    drawing: new DrawingSteps(inspection),
    order: new SurpriseOrder(),
    kernels: new MaskKernels(),
    causality: new Causality(),
    chart: new ChartChoices(),
    comparison: new Comparison(),
    gallery: new Gallery(),
  };
  const guided = { ...rooms, guide: new Guide(rooms) };
  return { ...guided, desk: new Desk(guided) };
}

/** `useRooms` reads the state in a component; `provideRooms` gives it to all components below. */
export const [useRooms, provideRooms] = createContext<Rooms>();

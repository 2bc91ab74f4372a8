import { createContext } from 'svelte';
import { Causality } from './causality.svelte';
import { ChartChoices } from './chart-choices.svelte';
import { Dataset } from './dataset.svelte';
import { Gallery } from './gallery.svelte';
import { Inspection } from './inspection.svelte';
import { Place } from './place.svelte';
import { Preferences } from './preferences.svelte';
import { Recipe } from './recipe.svelte';
import { Runs } from './runs.svelte';
import { Training } from './training.svelte';

/** All state of the page, one part per concern. */
export interface Rooms {
  place: Place;
  preferences: Preferences;
  recipe: Recipe;
  dataset: Dataset;
  runs: Runs;
  training: Training;
  inspection: Inspection;
  causality: Causality;
  gallery: Gallery;
}

export function createRooms(): Rooms {
  const preferences = new Preferences();
  const recipe = new Recipe();
  const runs = new Runs();
  return {
  chart: ChartChoices;
    place: new Place(),
    preferences,
    recipe,
    dataset: new Dataset(recipe, preferences),
    runs,
    training: new Training(runs),
    inspection: new Inspection(),
    causality: new Causality(),
    gallery: new Gallery(),
  };
}

/** `useRooms` reads the state in a component; `provideRooms` gives it to all components below. */
export const [useRooms, provideRooms] = createContext<Rooms>();
    chart: new ChartChoices(),

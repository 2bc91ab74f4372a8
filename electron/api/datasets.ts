/** Calls for folders of images: choosing and reading them, and forecasts of training on them. */
import type {
  DatasetReport,
  Forecast,
  MeasuredForecast,
  PictureChoices,
  TrainingMemory,
} from '../../model/reports';
import { text } from '../../model/files/record-parts';
import { call, event, excluded, settings } from './declare';

export const datasetCalls = {
  chooseFolder: call<string | null>()(),
  useExampleImages: call<string>()(),
  /** Reads a folder with the settings of `pictureSettingNames`. */
  scanFolder: call<DatasetReport>()(text, settings, excluded),
  cancelScan: call()(),
  chooseImage: call<string | null>()(),
};

/** A folder or file that a person dropped on the window. */
export interface Dropped {
  path: string;
  kind: 'folder' | 'file';
}

/** Calls that only the preload makes, since the page must not name a path that no person chose. */
export const preloadCalls = {
  /** Lets the page use a dropped path. */
  grantDropped: call<Dropped>()(text),
};

/** Forecasts of training on a folder. */
export const forecastCalls = {
  /** Shows images of a folder at every size and number of levels, with the cost of each. */
  previewChoices: call<PictureChoices>()(text, settings, excluded),
  forecast: call<Forecast>()(text, settings),
  /** Returns the memory available for training: a graphics card's, if one would compute. */
  trainingMemory: call<TrainingMemory>()(),
  /** Measures such a network for some seconds; refused while a run is being trained. */
  measureForecast: call<MeasuredForecast>()(text, settings),
  cancelForecast: call()(),
};

export const datasetEvents = {
  scanProgress: event<{ done: number; total: number }>(),
};

/** Services for folders of images: reading them, and forecasts of training on them. */
import { forecast } from '../../../model/forecast/forecast';
import { measureForecast } from '../../../model/forecast/measure-forecast';
import { pictureChoices } from '../../../model/forecast/picture-choices';
import { reportDataset } from '../../../model/images/dataset-report';
import { currentReading } from '../../../model/images/reading-rules';
import type { Services } from '../serve';
import { throttled } from '../throttle';

export const datasetServices = {
  scanFolder: ({ folder, settings, excluded }, { report, signal }) =>
    reportDataset(
      folder,
      { ...settings, reading: currentReading },
      { excluded, onProgress: throttled((done, total) => report({ done, total })), signal },
    ),

  previewChoices: ({ folder, settings, ...left }) => pictureChoices(folder, settings, left),

  forecast: ({ images, classNames, settings }) => forecast(images, settings, classNames),

  measureForecast: ({ classNames, settings }, { signal }) =>
    measureForecast({ settings, classNames, palette: [] }, signal),
} satisfies Partial<Services>;

/** Handlers for forecasts of a training on a folder of images. */
import { StudioError } from '../model/errors';
import type { HandlersOf } from './api/declare';
import type { forecastCalls } from './api/datasets';
import type { FolderCounts } from './datasets';
import type { Grants } from './grants';
import { requireSettings } from './ipc';
import type { JobHost } from './job/host';

interface Dependencies {
  interactive: JobHost;
  training: JobHost;
  grants: Grants;
  counts: FolderCounts;
  /** The name of the run that is being trained, if any. */
  trainedName(): string | null;
}

export function forecastHandlers({
  interactive,
  training,
  grants,
  counts,
  trainedName,
}: Dependencies): HandlersOf<typeof forecastCalls> {
  let measuring: number | undefined;
  return {
    async previewChoices(folder, settings, excluded) {
      const classNames = counts.get(grants.require(folder))?.classNames ?? [];
      const argument = { folder, settings: requireSettings(settings), excluded, classNames };
      return interactive.ask('previewChoices', argument).answer;
    },

    async forecast(folder, settings) {
      const counted = counts.get(grants.require(folder)) ?? { images: 0, classNames: [] };
      return interactive.ask('forecast', { ...counted, settings: requireSettings(settings) }).answer;
    },

    trainingMemory: () => training.ask('trainingMemory', null).answer,

    async measureForecast(folder, settings) {
      const busy = trainedName();
      if (busy !== null) throw new StudioError('run-busy', { run: busy });
      const classNames = counts.get(grants.require(folder))?.classNames ?? [];
      const asked = training.ask('measureForecast', { classNames, settings: requireSettings(settings) });
      measuring = asked.id;
      return asked.answer;
    },

    cancelForecast() {
      if (measuring !== undefined) training.cancel(measuring);
      return undefined;
    },
  };
}

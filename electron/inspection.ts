/** Handlers for inspection. The newest request wins: earlier ones are cancelled. */
import { StudioError } from '../model/errors';
import type { WeightsSnapshot } from '../model/reports';
import type { Tell } from './api/contract';
import type { Grants } from './grants';
import type { HandlersOf } from './api/declare';
import type { inspectionCalls } from './api/inspection';
import type { JobHost } from './job/host';
import type { InspectionRequest } from './job/messages';
import type { RunLibrary } from './library/run-library';

interface Needs {
  looking: JobHost;
  library: RunLibrary;
  grants: Grants;
  tell: Tell;
  /** Returns the weights of a run that is being trained; null for any other. */
  snapshotOf(run: string): Promise<WeightsSnapshot | null>;
}

export function inspectionHandlers({
  looking,
  library,
  grants,
  tell,
  snapshotOf,
}: Needs): HandlersOf<typeof inspectionCalls> {
  let latest: InspectionRequest | undefined;
  let asked = 0;
  let latestRun = '';
  let ranking: number | undefined;
  return {
    async inspectImage(id, picture) {
      if (picture.kind === 'file') grants.require(picture.file);
      const question = ++asked;
      const isDrawn = picture.kind === 'gallery' || picture.kind === 'sample';
      const snapshot = isDrawn ? null : await snapshotOf(id);
      latest = { question, runFolder: library.runFolder(id), picture, ...(snapshot && { snapshot }) };
      latestRun = id;
      return looking.ask('inspectImage', latest).answer;
    },

    inspectPixel({ question, x, y }) {
      if (latest?.question !== question) throw new StudioError('cancelled', {});
      return looking.ask('inspectPixel', { ...latest, x, y }).answer;
    },

    inspectLevel({ question, level }) {
      if (latest?.question !== question) throw new StudioError('cancelled', {});
      return looking.ask('inspectLevel', { ...latest, level }).answer;
    },

    compareImage(id, picture, which) {
      if (picture.kind === 'file') grants.require(picture.file);
      const [runFolder, pictureRun] = [library.runFolder(id), library.runFolder(latestRun || id)];
      return looking.ask('compareImage', { runFolder, pictureRun, picture, which }).answer;
    },

    async rankImages(id, part) {
      const asked = looking.ask('rankImages', { runFolder: library.runFolder(id), part }, (progress) =>
        tell('rankingProgress', progress),
      );
      ranking = asked.id;
      return asked.answer;
    },

    cancelRanking() {
      if (ranking !== undefined) looking.cancel(ranking);
      return undefined;
    },

    maskKernels: (id) => looking.ask('maskKernels', { runFolder: library.runFolder(id) }).answer,

    checkMasks: (id) => looking.ask('checkMasks', { runFolder: library.runFolder(id) }).answer,
  };
}

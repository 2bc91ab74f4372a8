/** Handlers for inspection. The newest request wins: earlier ones are cancelled. */
import { StudioError } from '../model/errors';
import type { WeightsSnapshot } from '../model/reports';
import type { Emit } from './api/contract';
import type { Grants } from './grants';
import type { HandlersOf } from './api/declare';
import type { inspectionCalls } from './api/inspection';
import type { JobHost } from './job/host';
import type { InspectionRequest } from './job/messages';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  interactive: JobHost;
  library: RunLibrary;
  grants: Grants;
  emit: Emit;
  /** Returns the weights of a run that is being trained; null for any other. */
  snapshotOf(run: string): Promise<WeightsSnapshot | null>;
}

export function inspectionHandlers({
  interactive,
  library,
  grants,
  emit,
  snapshotOf,
}: Dependencies): HandlersOf<typeof inspectionCalls> {
  let latest: InspectionRequest | undefined;
  let asked = 0;
  let latestRun = '';
  let ranking: number | undefined;
  return {
    async inspectImage(id, picture) {
      grants.requirePicture(picture);
      const question = ++asked;
      const isDrawn = picture.kind === 'gallery' || picture.kind === 'sample';
      const snapshot = isDrawn ? null : await snapshotOf(id);
      latest = { question, runFolder: library.runFolder(id), picture, ...(snapshot && { snapshot }) };
      latestRun = id;
      return interactive.ask('inspectImage', latest).answer;
    },

    inspectPixel({ question, x, y }) {
      if (latest?.question !== question) throw new StudioError('cancelled', {});
      return interactive.ask('inspectPixel', { ...latest, x, y }).answer;
    },

    inspectLevel({ question, level }) {
      if (latest?.question !== question) throw new StudioError('cancelled', {});
      return interactive.ask('inspectLevel', { ...latest, level }).answer;
    },

    compareImage(id, picture, which) {
      grants.requirePicture(picture);
      const [runFolder, pictureRun] = [library.runFolder(id), library.runFolder(latestRun || id)];
      return interactive.ask('compareImage', { runFolder, pictureRun, picture, which }).answer;
    },

    async rankImages(id, part) {
      const asked = interactive.ask('rankImages', { runFolder: library.runFolder(id), part }, (progress) =>
        emit('rankingProgress', progress),
      );
      ranking = asked.id;
      return asked.answer;
    },

    cancelRanking() {
      if (ranking !== undefined) interactive.cancel(ranking);
      return undefined;
    },

    maskKernels: (id) => interactive.ask('maskKernels', { runFolder: library.runFolder(id) }).answer,

    checkMasks: (id) => interactive.ask('checkMasks', { runFolder: library.runFolder(id) }).answer,
  };
}

/** Looking inside a run. The newest question wins: an answer that came too late is not shown. */
import { StudioError } from '../model/errors';
import type { Grants } from './grants';
import type { Handlers } from './ipc';
import type { JobHost } from './job/host';
import type { Look } from './job/messages';
import type { RunLibrary } from './run-library';

interface Needs {
  looking: JobHost;
  library: RunLibrary;
  grants: Grants;
}

type Calls =
  'listValidation' | 'readPicture' | 'inspectImage' | 'inspectPixel' | 'checkMasks' | 'checkCausality';

export function inspectionCalls({ looking, library, grants }: Needs): Pick<Handlers, Calls> {
  let latest: Look | undefined;
  return {
    listValidation: (id) => looking.ask('validation', { runFolder: library.runFolder(id) }).answer,

    readPicture(id, picture) {
      if (picture.kind === 'file') grants.require(picture.file);
      return looking.ask('picture', { runFolder: library.runFolder(id), picture }).answer;
    },

    async inspectImage(id, picture) {
      if (picture.kind === 'file') grants.require(picture.file);
      const question = (latest?.question ?? 0) + 1;
      latest = { question, runFolder: library.runFolder(id), picture };
      return { question, ...(await looking.ask('inspect', latest).answer) };
    },

    inspectPixel({ question, x, y }) {
      if (latest?.question !== question) throw new StudioError('cancelled', {});
      return looking.ask('pixel', { ...latest, x, y }).answer;
    },

    checkMasks: (id) => looking.ask('checkMasks', { runFolder: library.runFolder(id) }).answer,
    checkCausality: (id) => looking.ask('checkCausality', { runFolder: library.runFolder(id) }).answer,
  };
}

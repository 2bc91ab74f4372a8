/** Looking inside a run. The newest question wins: an answer that came too late is not shown. */
import type { Grants } from './grants';
import type { Handlers } from './ipc';
import type { JobHost } from './job/host';
import type { RunLibrary } from './run-library';

interface Needs {
  looking: JobHost;
  library: RunLibrary;
  grants: Grants;
}

type Calls = 'listValidation' | 'inspectImage' | 'inspectPixel' | 'checkMasks';

export function inspectionCalls({ looking, library, grants }: Needs): Pick<Handlers, Calls> {
  let question = 0;
  return {
    listValidation: (id) => looking.ask('validation', { runFolder: library.runFolder(id) }).answer,

    async inspectImage(id, picture) {
      if (picture.kind === 'file') grants.require(picture.file);
      const own = ++question;
      const runFolder = library.runFolder(id);
      const answer = await looking.ask('inspect', { runFolder, picture, question: own }).answer;
      return { question: own, ...answer };
    },

    inspectPixel: (pixel) => looking.ask('pixel', pixel).answer,

    checkMasks: (id) => looking.ask('checkMasks', { runFolder: library.runFolder(id) }).answer,
  };
}

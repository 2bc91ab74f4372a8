/**
 * Trying all pairs of variables takes long, and a person waits for other answers meanwhile: it has a job of its own,
 * one check after the other, that ends with each and gives its memory back.
 */
import type { HandlersOf } from './api/declare';
import type { causalityCalls } from './api/inspection';
import type { JobHost } from './job/host';
import type { RunLibrary } from './library/run-library';

interface Needs {
  checking: Pick<JobHost, 'ask' | 'stop'>;
  library: Pick<RunLibrary, 'runFolder'>;
}

export function causalityHandlers({ checking, library }: Needs): HandlersOf<typeof causalityCalls> {
  let before: Promise<unknown> = Promise.resolve();
  return {
    checkCausality(id) {
      const answer = before.then(async () => {
        try {
          return await checking.ask('checkCausality', { runFolder: library.runFolder(id) }).answer;
        } finally {
          await checking.stop();
        }
      });
      before = answer.catch(() => {});
      return answer;
    },
  };
}

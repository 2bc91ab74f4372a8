/**
 * Runs causality checks in a job of their own, since they take long and must not delay other answers. Checks run one at a
 * time, and the job stops after each to free its memory.
 */
import type { HandlersOf } from './api/declare';
import type { causalityCalls } from './api/inspection';
import type { JobHost } from './job/host';
import type { RunLibrary } from './library/run-library';

interface Dependencies {
  checking: Pick<JobHost, 'ask' | 'stop'>;
  library: Pick<RunLibrary, 'runFolder'>;
}

export function causalityHandlers({ checking, library }: Dependencies): HandlersOf<typeof causalityCalls> {
  let previous: Promise<unknown> = Promise.resolve();
  return {
    checkCausality(id) {
      const answer = previous.then(async () => {
        try {
          return await checking.ask('checkCausality', { runFolder: library.runFolder(id) }).answer;
        } finally {
          await checking.stop();
        }
      });
      previous = answer.catch(() => {});
      return answer;
    },
  };
}

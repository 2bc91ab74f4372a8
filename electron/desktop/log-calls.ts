/** The program's log as the page sees it, and diagnostics for a report of a problem. */
import { app, clipboard, shell } from 'electron';
import type { HandlersOf } from '../api/declare';
import type { logCalls } from '../api/program';
import type { JobHost } from '../job/host';
import { cardText } from '../../model/machine/card-text';
import type { RunLibrary } from '../library/run-library';
import { programFolder } from '../paths';
import { diagnostics } from './diagnostics';
import type { LogFile } from './log-file';
import { shellWords } from './shell-words';

interface Dependencies {
  log: LogFile;
  library: RunLibrary;
  training: JobHost;
}

/** Lines of the log that the page shows, and that diagnostics hold. */
const shownLines = 1000;
const sentLines = 200;

export function logHandlers({ log, library, training }: Dependencies): HandlersOf<typeof logCalls> {
  return {
    readLog: () => log.tail(shownLines),

    async copyDiagnostics() {
      const device = await training.ask('readDevice', null).answer.then(
        ({ tensorflow, name, threads, noCard }) =>
          `TensorFlow ${tensorflow} on ${name}, ${threads} ops at a time${noCard ? `. ${cardText(noCard)}` : ''}`,
        (thrown: unknown) => `TensorFlow does not answer: ${String(thrown)}`,
      );
      // A promise since Electron 44.
      await clipboard.writeText(
        diagnostics({
          version: app.getVersion(),
          shell: shellWords(),
          device,
          log: log.tail(sentLines),
          folders: { program: programFolder, data: app.getPath('userData'), library: library.folder },
        }),
      );
      return undefined;
    },

    revealLog() {
      log.write('log shown in its folder');
      shell.showItemInFolder(log.file);
      return undefined;
    },
  };
}

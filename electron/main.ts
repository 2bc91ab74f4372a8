/** The program's table of contents: what it consists of, in order, and then the window. */
import fs from 'fs';
import path from 'path';
import { app, dialog, nativeTheme, shell, type BrowserWindow } from 'electron';
import { reasonOf } from '../model/errors';
import type { Events } from './api';
import { causalityCalls } from './causality';
import { datasetCalls } from './datasets';
import { galleryCalls } from './gallery';
import { galleryExportCalls } from './gallery-export';
import { Grants } from './grants';
import { inspectionCalls } from './inspection';
import { serveCalls, tellPage, type Handlers } from './ipc';
import { JobHost } from './job/host';
import { jobProgram } from './job/program';
import { libraryCalls } from './library-calls';
import { LogFile } from './log-file';
import { setMenu } from './menu';
import { announcePage, isPage, servePage } from './page';
import {
  exampleImages,
  jobScript,
  libraryFolder,
  logFile,
  packedResources,
  preferencesFile,
  trashFolder,
} from './paths';
import { PreferencesFile } from './preferences';
import { runFileCalls } from './run-files';
import { RunLibrary } from './run-library';
import { Runs } from './runs';
import { openWindow } from './window';

/** How long quitting waits for a training's last checkpoint. */
const patienceMilliseconds = 30_000;

let window: BrowserWindow | undefined;

app.setName('PixelCNN Studio');
takeUserData(app.commandLine.getSwitchValue('user-data-dir'));
// Electron 9's filter of system calls does not know those of today's Linux: its pages would crash.
if (process.platform === 'linux' && process.versions.electron.startsWith('9.')) {
  app.commandLine.appendSwitch('no-sandbox');
}
announcePage();
if (app.requestSingleInstanceLock()) begin().catch(giveUp);
else app.quit();

/** Electron honours an absolute `--user-data-dir`, but passes over a relative one. */
function takeUserData(folder: string): void {
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  app.setPath('userData', path.resolve(folder));
}

async function begin(): Promise<void> {
  const log = new LogFile(logFile());
  process.on('uncaughtException', (error) => log.write(error.stack ?? String(error)));
  process.on('unhandledRejection', (reason) => log.write(`unhandled: ${String(reason)}`));

  const preferences = new PreferencesFile(preferencesFile());
  const grants = new Grants(preferences.preferences.recentFolders);
  const library = new RunLibrary(libraryFolder());

  const program = jobProgram(jobScript, packedResources);
  const training = new JobHost('training', program, log.write);
  const looking = new JobHost('looking', program, log.write);
  const checking = new JobHost('checking', program, log.write);

  const tell = <N extends keyof Events>(name: N, payload: Events[N]) => tellPage(window, name, payload);
  const theWindow = () => window;
  const runs = new Runs({ training, library, grants, tell });
  const trainedRun = () => runs.trained;
  const handlers: Handlers = {
    ...datasetCalls({
      looking,
      grants,
      preferences,
      exampleImages,
      window: theWindow,
      trainedRun,
      tell,
    }),
    ...runs.calls,
    ...libraryCalls({
      looking,
      library,
      grants,
      tell,
      trainedRun,
      trash: toTrash,
      reveal: (folder) => shell.showItemInFolder(path.join(folder, 'run.json')),
    }),
    ...runFileCalls({ looking, library, grants, window: theWindow, tell, trainedRun }),
    ...inspectionCalls({ looking, library, grants, tell, snapshotOf: (run) => runs.snapshot(run) }),
    ...causalityCalls({ checking, library }),
    ...galleryCalls({ looking, library, grants, tell, trash: toTrash }),
    ...galleryExportCalls({ looking, library, grants, window: theWindow }),
    readPreferences: () => preferences.preferences,
    writePreferences: ({ theme }) => {
      preferences.change({ theme });
      nativeTheme.themeSource = theme;
      return undefined;
    },
    about: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      libraryFolder: library.folder,
      logFile: logFile(),
    }),
  };

  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  quitAfter(async () => {
    // A training that does not hear is ended with its process.
    await Promise.race([runs.stop(), waitFor(patienceMilliseconds)]);
    await Promise.all([training.stop(), looking.stop(), checking.stop()]);
  });

  await app.whenReady();
  nativeTheme.themeSource = preferences.preferences.theme;
  servePage(() => library.folder);
  serveCalls(handlers, isPage, log.write);
  setMenu(theWindow);
  window = openWindow(preferences);
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.write(`page gone: ${reason}`);
    // Electron 9 falls over when the page is loaded anew within this event.
    if (reason !== 'clean-exit') setImmediate(() => window?.reload());
  });
  // Before the page can ask for a list, and while it loads.
  library.markInterrupted();
  // TensorFlow loads while the person looks around.
  window.once('show', () => looking.warm());
  log.write(`started ${app.getVersion()} on Electron ${process.versions.electron}`);
}

/** A program without a window would run on unseen. */
function giveUp(thrown: unknown): void {
  dialog.showErrorBox('PixelCNN Studio cannot start.', reasonOf(thrown));
  app.exit(1);
}

/** Electron 9 may not exit while a child process runs: the jobs end first, then the program. */
function quitAfter(finish: () => Promise<void>): void {
  let isFinishing = false;
  let isFinished = false;
  app.on('before-quit', (event) => {
    if (isFinished) return;
    event.preventDefault();
    if (isFinishing) return;
    isFinishing = true;
    void finish().finally(() => {
      isFinished = true;
      app.quit();
    });
  });
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Where the system has no trash, the program keeps its own beside the library. */
async function toTrash(folder: string): Promise<void> {
  try {
    if (typeof shell.trashItem === 'function') return await shell.trashItem(folder);
    // Electron 9 to 11.
    const older = shell as unknown as { moveItemToTrash(item: string): boolean };
    if (older.moveItemToTrash(folder) && !fs.existsSync(folder)) return;
  } catch {
    // Falls through to the program's own.
  }
  fs.mkdirSync(trashFolder(), { recursive: true });
  fs.renameSync(folder, path.join(trashFolder(), `${path.basename(folder)}-${Date.now()}`));
}

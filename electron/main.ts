/** The program's table of contents: what it consists of, in order, and then the window. */
import fs from 'fs';
import path from 'path';
import { app, nativeTheme, shell, type BrowserWindow } from 'electron';
import type { Events } from './api';
import { datasetCalls } from './datasets';
import { galleryCalls } from './gallery';
import { Grants } from './grants';
import { inspectionCalls } from './inspection';
import { serveCalls, tellPage, type Handlers } from './ipc';
import { JobHost } from './job/host';
import { jobProgram } from './job/program';
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
import { RunLibrary } from './run-library';
import { Runs } from './runs';
import { openWindow } from './window';

let window: BrowserWindow | undefined;

app.setName('PixelCNN Studio');
announcePage();
if (app.requestSingleInstanceLock()) void begin();
else app.quit();

async function begin(): Promise<void> {
  const log = new LogFile(logFile());
  process.on('uncaughtException', (error) => log.write(error.stack ?? String(error)));
  process.on('unhandledRejection', (reason) => log.write(`unhandled: ${String(reason)}`));

  const preferences = new PreferencesFile(preferencesFile());
  const grants = new Grants(preferences.preferences.recentFolders);
  const library = new RunLibrary(libraryFolder());
  library.markInterrupted();

  const program = jobProgram(jobScript, packedResources);
  const training = new JobHost('training', program, log.write);
  const looking = new JobHost('looking', program, log.write);

  const tell = <N extends keyof Events>(name: N, payload: Events[N]) => tellPage(window, name, payload);
  const theWindow = () => window;
  const runs = new Runs({
    training,
    looking,
    library,
    grants,
    tell,
    trash: toTrash,
    reveal: (folder) => shell.showItemInFolder(path.join(folder, 'run.json')),
  });
  const handlers: Handlers = {
    ...datasetCalls({ looking, grants, preferences, exampleImages, window: theWindow, tell }),
    ...runs.calls,
    ...inspectionCalls({ looking, library, grants }),
    ...galleryCalls({ looking, library, window: theWindow, tell }),
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
    await runs.stop();
    await Promise.all([training.stop(), looking.stop()]);
  });

  await app.whenReady();
  nativeTheme.themeSource = preferences.preferences.theme;
  servePage();
  serveCalls(handlers, isPage, log.write);
  setMenu(theWindow);
  window = openWindow(preferences);
  window.webContents.on('render-process-gone', (_event, details) =>
    log.write(`page gone: ${details.reason}`),
  );
  // TensorFlow loads while the person looks around.
  window.once('show', () => looking.warm());
  log.write(`started ${app.getVersion()} on Electron ${process.versions.electron}`);
}

/** Electron 9 may not exit while a child process runs: the jobs end first, then the program. */
function quitAfter(finish: () => Promise<void>): void {
  let isFinished = false;
  app.on('before-quit', (event) => {
    if (isFinished) return;
    event.preventDefault();
    void finish().finally(() => {
      isFinished = true;
      app.quit();
    });
  });
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

/** The program's table of contents: what it consists of, in order, and then the window. */
import path from 'path';
import { app, dialog, nativeTheme, shell, type BrowserWindow } from 'electron';
import { errorLine } from '../model/error-texts';
import { reasonOf, toErrorData } from '../model/errors';
import { makeFolder } from '../model/files/make-folder';
import type { Events, Handlers } from './api/contract';
import type { MenuChoice } from './api/program';
import { causalityHandlers } from './causality';
import { clipboardPicture } from './desktop/clipboard-picture';
import { choose, datasetHandlers } from './datasets';
import { bringForward, desktopOf } from './desktop/desktop-calls';
import { keepExampleRun } from './library/example-run';
import { galleryHandlers } from './gallery';
import { galleryExportHandlers } from './gallery-export';
import { galleryFinderHandlers } from './gallery-finder';
import { Grants } from './grants';
import { inspectionHandlers } from './inspection';
import { serveCalls, tellPage } from './ipc';
import { JobHost } from './job/host';
import { jobProgram, useCores, withoutCard } from './job/program';
import { libraryHandlers } from './library/library-calls';
import { LogFile } from './desktop/log-file';
import { setMenu } from './desktop/menu';
import { announcePage, isPage, servePage } from './desktop/page';
import {
  dragFolder,
  exampleImages,
  exampleRun,
  jobScript,
  logFile,
  packedResources,
  preferencesFile,
} from './paths';
import { PictureDrag } from './desktop/picture-drag';
import { PreferencesFile } from './desktop/preferences';
import { defaultLibraryFolder, programHandlers } from './program-calls';
import { Quit } from './desktop/quit';
import { runFileHandlers } from './library/run-files';
import { RunLibrary } from './library/run-library';
import { Runs } from './runs';
import { toTrash } from './library/trash';
import { openWindow } from './desktop/window';
import { WorkSignals } from './desktop/work-signals';

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
  makeFolder(folder);
  app.setPath('userData', path.resolve(folder));
}

async function begin(): Promise<void> {
  const log = new LogFile(logFile());
  process.on('uncaughtException', (error) => log.write(error.stack ?? String(error)));
  process.on('unhandledRejection', (reason) => log.write(`unhandled: ${String(reason)}`));

  const preferences = new PreferencesFile(preferencesFile(), () => refresh());
  if (preferences.problem) log.write(errorLine(preferences.problem, 'window'));
  const grants = new Grants(preferences.preferences.recentFolders);
  const library = new RunLibrary(preferences.libraryFolder ?? defaultLibraryFolder());

  const fast = jobProgram(jobScript, packedResources);
  const exact = withoutCard(fast);
  const useCoresInJobs = (cores: number | null) => {
    for (const program of [fast, exact]) useCores(program, cores);
  };
  useCoresInJobs(preferences.preferences.cores);
  const training = new JobHost('training', fast, log.write);
  const looking = new JobHost('looking', exact, log.write);
  const checking = new JobHost('checking', exact, log.write);

  const theWindow = () => window;
  const signals = new WorkSignals(
    desktopOf(theWindow),
    () => preferences.preferences,
    (run) => library.record(run).name,
  );
  const tell = <N extends keyof Events>(name: N, payload: Events[N]) => {
    tellPage(window, name, payload);
    signals.handle(name, payload);
    if (name === 'trainingState') refreshMenu();
  };
  const runs = new Runs({
    training,
    library,
    grants,
    tell,
    chooseFolder: (title) => choose(window, grants, { title, properties: ['openDirectory'] }),
  });
  const trainedRun = () => runs.trained;
  const gallery = galleryHandlers({ looking, library, grants, tell, trash: toTrash });
  const drag = new PictureDrag({ looking, library, folder: dragFolder(), window: theWindow });
  const handlers: Handlers = {
    ...datasetHandlers({
      looking,
      training,
      grants,
      preferences,
      exampleImages,
      window: theWindow,
      trainedName: () => runs.trained && library.record(runs.trained).name,
      tell,
    }),
    ...runs.handlers,
    ...libraryHandlers({
      looking,
      library,
      grants,
      tell,
      trainedRun,
      trash: toTrash,
      reveal: (folder) => shell.showItemInFolder(path.join(folder, 'run.json')),
    }),
    ...runFileHandlers({ looking, library, grants, window: theWindow, tell }),
    ...inspectionHandlers({
      looking,
      library,
      grants,
      tell,
      snapshotOf: (run) => runs.snapshot(run),
      clipboardPicture,
    }),
    ...causalityHandlers({ checking, library }),
    ...gallery,
    draw: (wish) => signals.follow(async () => gallery.draw(wish)),
    growSiblings: (wish) => signals.follow(async () => gallery.growSiblings(wish)),
    ...galleryFinderHandlers({ looking, library }),
    ...drag.handlers,
    ...galleryExportHandlers({ looking, library, grants, window: theWindow }),
    ...programHandlers({
      preferences,
      library,
      grants,
      log,
      training,
      window: theWindow,
      tell,
      isBusy: () => runs.trained !== null || signals.isDrawing,
      useCores: (cores) => {
        useCoresInJobs(cores);
        for (const job of [training, looking, checking]) job.retire();
      },
      trash: toTrash,
    }),
  };

  const menuHooks = {
    choose: (choice: MenuChoice) => tell('menuAction', choice),
    forgetRecentFolders: () => preferences.change({ recentFolders: [] }),
  };
  const refreshMenu = () => {
    if (app.isReady()) setMenu({ phase: signals.phase, ...preferences.preferences }, menuHooks);
  };
  const refresh = () => {
    refreshMenu();
    signals.show();
    tell('preferencesChanged', undefined);
  };

  app.on('second-instance', () => bringForward(window));
  app.on('window-all-closed', () => app.quit());
  const quit = new Quit({
    window: theWindow,
    isTraining: () => runs.trained !== null,
    async finish() {
      signals.silence();
      drag.clear();
      // A training that does not hear is ended with its process.
      await Promise.race([runs.stop(), waitFor(patienceMilliseconds)]);
      await Promise.all([training.stop(), looking.stop(), checking.stop()]);
    },
  });

  const bundled = { run: exampleRun, images: exampleImages };
  await keepExampleRun(library.folder, preferences.libraryFolder === null, bundled).catch((thrown) =>
    log.write(`no example run: ${reasonOf(thrown)}`),
  );
  await app.whenReady();
  nativeTheme.themeSource = preferences.preferences.theme;
  servePage(() => library.folder);
  serveCalls(handlers, isPage, log.write);
  refreshMenu();
  window = openWindow(preferences);
  quit.guard(window);
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
  dialog.showErrorBox('PixelCNN Studio cannot start.', errorLine(toErrorData(thrown), 'window'));
  app.exit(1);
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Starts the main process: creates the parts of the program in order, then opens the window. */
import path from 'path';
import { app, dialog, nativeTheme, type BrowserWindow } from 'electron';
import { errorLine } from '../model/error-texts';
import { reasonOf, toErrorData } from '../model/errors';
import { makeFolder } from '../model/files/make-folder';
import { removeFolder } from '../model/files/remove-folder';
import type { Emit } from './api/contract';
import type { MenuChoice } from './api/program';
import { bringForward, desktopOf } from './desktop/desktop-calls';
import { keepExampleRun } from './library/example-run';
import { grantsByPurpose } from './grants';
import { debuggingRefusal } from './desktop/debugging';
import { askQuestion, FileDialogs } from './desktop/dialogs';
import { guardPages } from './desktop/guards';
import { handlersOf, type Program } from './handlers';
import { serveCalls, sendEvent } from './ipc';
import { Jobs } from './jobs';
import { LogFile } from './desktop/log-file';
import { ProgramMenu } from './desktop/menu';
import { announcePage, isPage, servePage } from './desktop/page';
import { OpenedFiles } from './desktop/opened-files';
import { dragFolder, exampleImages, exampleRun, logFile, pastedFolder, preferencesFile } from './paths';
import { PageCrashes } from './desktop/page-crashes';
import { PictureDrag } from './desktop/picture-drag';
import { PreferencesFile } from './desktop/preferences';
import { defaultLibraryFolder, entryOf } from './library/library-folder';
import { removeLeftovers } from './library/leftovers';
import { settleMove } from './library/library-move';
import { takeProgramLock } from './desktop/program-lock';
import { Quit } from './desktop/quit';
import { recentItemIn } from './desktop/recent-items';
import { RunLibrary } from './library/run-library';
import { toTrash } from './library/trash';
import { Runs } from './runs';
import { isSandboxed } from './desktop/sandbox';
import { shellWords } from './desktop/shell-words';
import { openWindow } from './desktop/window';
import { WorkSignals } from './desktop/work-signals';

/** The time that quitting waits for a training's last checkpoint. */
const patienceMilliseconds = 30_000;

let window: BrowserWindow | undefined;

app.setName('PixelCNN Studio');
// Windows shows notifications only for the id of an installed program: the appId of electron-builder.yml.
if (process.platform === 'win32' && process.versions.electron)
  app.setAppUserModelId('io.github.pixelcnn-studio');
takeUserData(app.commandLine.getSwitchValue('user-data-dir'));
// The sandbox of Electron 9 does not know the system calls of current Linux, and its pages would crash.
if (process.platform === 'linux' && process.versions.electron?.startsWith('9.')) {
  app.commandLine.appendSwitch('no-sandbox');
}
announcePage();
guardPages();
const refusal = debuggingRefusal();
if (refusal) refuse(refusal);
else if (app.requestSingleInstanceLock()) begin().catch(giveUp);
else app.quit();

/** Applies `--user-data-dir`, since Electron ignores a relative path. */
function takeUserData(folder: string): void {
  if (!folder) return;
  makeFolder(folder);
  app.setPath('userData', path.resolve(folder));
}

async function begin(): Promise<void> {
  takeProgramLock(app.getPath('userData'));
  const log = startLog();
  // Removes those of a program that was killed.
  clearPictures();
  const preferences = new PreferencesFile(preferencesFile(), () => refresh());
  if (preferences.problem) log.write(errorLine(preferences.problem, 'window'));
  const grants = grantsByPurpose(preferences.preferences.recentFolders);
  const library = new RunLibrary(preferences.libraryFolder ?? defaultLibraryFolder());
  const jobs = new Jobs(log.write);
  jobs.useCores(preferences.preferences.cores);
  const { training, interactive } = jobs;

  const signals = new WorkSignals(
    desktopOf(theWindow, log.write),
    () => preferences.preferences,
    (run) => library.record(run).name,
  );
  const emit: Emit = (name, payload) => {
    sendEvent(window, name, payload);
    signals.handle(name, payload);
    if (name === 'trainingState') menu.refresh();
  };
  const dialogs = new FileDialogs(theWindow, preferences);
  const runs = new Runs({ training, library, grants: grants.folders, emit, dialogs });
  const drag = new PictureDrag({ interactive, library, folder: dragFolder(), window: theWindow });

  const menu = new ProgramMenu(() => ({ training: signals.training, ...preferences.preferences }), {
    choose: (choice: MenuChoice) => emit('menuAction', choice),
    forgetRecentFolders: () => preferences.change({ recentFolders: [] }),
  });
  const refresh = () => {
    menu.refresh();
    signals.show();
    emit('preferencesChanged', undefined);
  };

  const quit = new Quit({
    window: theWindow,
    isTraining: () => runs.trained !== null,
    async finish() {
      signals.silence();
      clearPictures();
      // A training that does not respond ends with its process.
      await Promise.race([runs.stop(), waitFor(patienceMilliseconds)]);
      await jobs.stop();
    },
  });
  const program: Program = {
    ...{ log, preferences, grants, library, jobs, runs, signals, drag, dialogs, menu, emit },
    opened: takeOpenedFiles(emit),
  };
  await open(program, quit);
}

function startLog(): LogFile {
  const log = new LogFile(logFile());
  process.on('uncaughtException', (error) => log.write(error.stack ?? String(error)));
  process.on('unhandledRejection', (reason) => log.write(`unhandled: ${String(reason)}`));
  return log;
}

/** Removes the pictures that were pasted or dragged while the program ran. */
function clearPictures(): void {
  for (const folder of [dragFolder(), pastedFolder()]) {
    try {
      removeFolder(folder);
    } catch {
      // The next start removes them.
    }
  }
}

function theWindow(): BrowserWindow | undefined {
  return window;
}

/** Takes files that the system opens with the program, at this start, at a second one, and at any time on macOS. */
function takeOpenedFiles(emit: Emit): OpenedFiles {
  const opened = new OpenedFiles(() => emit('runFileOpened', undefined));
  opened.takeArguments(process.argv, process.cwd());
  app.on('second-instance', (_event, args, folder) => {
    bringForward(window);
    opened.takeArguments(args, folder);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    opened.add(file);
  });
  return opened;
}

/** Opens the window and serves its page. */
async function open(program: Program, quit: Quit): Promise<void> {
  const { log, preferences, library, jobs, menu } = program;
  app.on('window-all-closed', () => app.quit());
  const openRecentItem = (args: readonly string[]) => {
    const folder = recentItemIn(args, preferences.preferences.recentFolders);
    if (folder !== null) program.emit('menuAction', { action: 'open-recent', folder });
  };
  app.on('second-instance', (_event, args) => openRecentItem(args));
  if (preferences.libraryMove) {
    await app.whenReady();
    await settleMove({ library, preferences, entryOf, trash: (run) => toTrash(run, path.dirname(run)) });
  }
  const bundled = { run: exampleRun, images: exampleImages };
  await keepExampleRun(library.folder, preferences.libraryFolder === null, bundled).catch((thrown) =>
    log.write(`no example run: ${reasonOf(thrown)}`),
  );
  const handlers = handlersOf(program);
  await app.whenReady();
  nativeTheme.themeSource = preferences.preferences.theme;
  servePage(() => library.folder);
  serveCalls(handlers, isPage, log.write);
  menu.refresh();
  window = openWindow(preferences);
  quit.guard(window);
  window.webContents.on('did-finish-load', () => program.opened.announceAgain());
  window.webContents.once('did-finish-load', () => openRecentItem(process.argv));
  const crashes = pageCrashes(log);
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.write(`page gone: ${reason}`);
    // Electron 9 crashes if the page is reloaded within this event.
    if (reason !== 'clean-exit') setImmediate(() => void crashes.take());
  });
  // This runs while the page loads, before it can list the runs.
  library.markInterrupted();
  // TensorFlow is loaded in advance, once the window is visible.
  window.once('show', () => jobs.interactive.warm());
  const confinement = isSandboxed() ? '' : ', without a sandbox';
  void removeLeftovers(library, app.getPath('userData')).catch((thrown) =>
    log.write(`leftovers stay: ${reasonOf(thrown)}`),
  );
  log.write(`started ${app.getVersion()} ${shellWords()}${confinement}`);
}

function pageCrashes(log: LogFile): PageCrashes {
  return new PageCrashes({
    reload: () => window?.reload(),
    askToReload: async () =>
      (await askQuestion(window, {
        type: 'error',
        message: 'The window has crashed several times.',
        detail: `A training goes on, and what was saved is safe. The log says more: ${log.file}`,
        buttons: ['Reload', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })) === 0,
    quit: () => app.quit(),
  });
}

/** Shows the error and exits; without a window the program would keep running unnoticed. */
function giveUp(thrown: unknown): void {
  refuse(errorLine(toErrorData(thrown), 'window'));
}

function refuse(reason: string): void {
  dialog.showErrorBox('PixelCNN Studio cannot start.', reason);
  app.exit(1);
}

function waitFor(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Joins the handlers of all features, which serve the calls of the contract. */
import path from 'path';
import { shell } from 'electron';
import type { Handlers, Emit } from './api/contract';
import { causalityHandlers } from './causality';
import { datasetHandlers, type FolderCounts } from './datasets';
import { clipboardPicture } from './desktop/clipboard-picture';
import type { FileDialogs } from './desktop/dialogs';
import { logHandlers } from './desktop/log-calls';
import type { LogFile } from './desktop/log-file';
import type { ProgramMenu } from './desktop/menu';
import type { OpenedFiles } from './desktop/opened-files';
import type { PictureDrag } from './desktop/picture-drag';
import type { PreferencesFile } from './desktop/preferences';
import type { WorkSignals } from './desktop/work-signals';
import { drawingHandlers } from './drawing';
import { forecastHandlers } from './forecasts';
import { galleryHandlers } from './gallery';
import { galleryExportHandlers } from './gallery-export';
import { galleryFinderHandlers } from './gallery-finder';
import type { GrantsByPurpose } from './grants';
import { inspectionHandlers } from './inspection';
import type { Jobs } from './jobs';
import { libraryHandlers } from './library/library-calls';
import { libraryFolderHandlers } from './library/library-folder';
import { runFileHandlers } from './library/run-files';
import type { RunLibrary } from './library/run-library';
import { toTrash } from './library/trash';
import { exampleImages, pastedFolder } from './paths';
import { programHandlers } from './program-calls';
import { runPictureHandlers } from './run-pictures';
import type { Runs } from './runs';

/** The parts of the program. */
export interface Program {
  log: LogFile;
  preferences: PreferencesFile;
  grants: GrantsByPurpose;
  library: RunLibrary;
  jobs: Jobs;
  runs: Runs;
  signals: WorkSignals;
  drag: PictureDrag;
  dialogs: FileDialogs;
  opened: OpenedFiles;
  emit: Emit;
  menu: ProgramMenu;
}

/** Makes the handlers of all calls. */
export function handlersOf(program: Program): Handlers {
  const { jobs, library, runs, signals, grants } = program;
  const { folders, pictures, weights, places } = grants;
  const { training, interactive, checking } = jobs;
  const counts: FolderCounts = new Map();
  const parts = {
    ...program,
    ...{
      training,
      interactive,
      checking,
      counts,
      exampleImages,
      clipboardPicture,
      pastedPictures: pastedFolder(),
    },
    trash: (folder: string) => toTrash(folder, library.folder),
    reveal: (folder: string) => shell.showItemInFolder(path.join(folder, 'run.json')),
    trainedRun: () => runs.trained,
    trainedName: () => runs.trained && library.record(runs.trained).name,
    snapshotOf: (run: string) => runs.snapshot(run),
    during: <T>(work: () => Promise<T>) => signals.follow(work),
    isBusy: () => runs.trained !== null || signals.isDrawing,
    useCores: (cores: number | null) => jobs.useCores(cores),
  };
  return {
    ...datasetHandlers(parts),
    ...forecastHandlers({ ...parts, grants: folders }),
    ...runs.handlers,
    ...libraryHandlers({ ...parts, grants: folders }),
    ...runFileHandlers({ ...parts, grants: weights }),
    ...runPictureHandlers({ ...parts, grants: pictures }),
    ...inspectionHandlers({ ...parts, grants: pictures }),
    ...causalityHandlers(parts),
    ...drawingHandlers({ ...parts, grants: pictures }),
    ...galleryHandlers(parts),
    ...galleryFinderHandlers(parts),
    ...galleryExportHandlers({ ...parts, grants: pictures }),
    ...program.drag.handlers,
    ...programHandlers(parts),
    ...libraryFolderHandlers({ ...parts, grants: places }),
    ...logHandlers(parts),
  };
}

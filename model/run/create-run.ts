import fs from 'fs';
import { version } from '../../package.json';
import { reasonOf, StudioError, toErrorData } from '../errors';
import { currentReading } from '../images/reading-rules';
import { machine } from '../machine/this-machine';
import { codeOf, makeFolder, removeEmptyFolders } from '../files/make-folder';
import { runFormat } from '../run-format';
import { lockName, runPaths, writeRunRecord, type RunRecord } from './run-folder';
import type { Settings } from '../settings';

export interface NewRun {
  name: string;
  preset: string;
  settings: Settings;
  dataFolder: string;
  /** Files and classes of the data folder to leave out; none by default. */
  excluded?: readonly string[];
}

/**
 * Writes the run.json of a run that `train` will start, into a new or empty folder. Loads no TensorFlow.
 * @returns the outermost folder that was made, if any
 * @throws StudioError run-exists, folder-not-empty, place-unusable, file-unwritable
 */
export function createRun(
  runFolder: string,
  { name, preset, settings, dataFolder, excluded = [] }: NewRun,
): string | undefined {
  requireUnused(runFolder);
  const record: RunRecord = {
    format: runFormat,
    reading: currentReading,
    name,
    note: '',
    created: Date.now(),
    status: 'running',
    preset,
    settings,
    dataFolder,
    dataFiles: [],
    excluded: [...excluded],
    classNames: [],
    palette: [],
    references: null,
    versions: { program: version, tensorflow: '', node: process.versions.node },
    machine: machine(),
    history: [],
  };
  const outermost = makeFolder(runFolder);
  try {
    writeRunRecord(runFolder, record, { mayReplace: false });
  } catch (thrown) {
    removeEmptyFolders(runFolder, outermost);
    if (toErrorData(thrown).code === 'file-exists')
      throw new StudioError('run-exists', { folder: runFolder });
    throw thrown;
  }
  return outermost;
}

/**
 * Checks that a folder is missing or empty, since a run must not be mixed with other files.
 * @throws StudioError run-exists, folder-not-empty, place-unusable
 */
export function requireUnused(runFolder: string): void {
  if (fs.existsSync(runPaths(runFolder).record)) throw new StudioError('run-exists', { folder: runFolder });
  // The folder of an imported run is locked while it is made.
  const names = namesIn(runFolder).filter((name) => name !== lockName);
  if (names.length) {
    const more = names.length > mostNames ? [`${names.length - mostNames} more`] : [];
    const named = [...names.sort().slice(0, mostNames), ...more];
    throw new StudioError('folder-not-empty', { folder: runFolder, names: named });
  }
}

const mostNames = 3;

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw new StudioError('place-unusable', { place: folder, reason: reasonOf(thrown) });
  }
}

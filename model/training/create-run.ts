import fs from 'fs';
import os from 'os';
import { version } from '../../package.json';
import { StudioError } from '../errors';
import { currentReading } from '../images/reading-rules';
import { runFormat, runPaths, writeRunRecord, type RunRecord } from '../run-folder';
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
 * Writes run.json of a run that `train` will begin. Loads no TensorFlow.
 * @throws StudioError run-exists, file-unwritable
 */
export function createRun(
  runFolder: string,
  { name, preset, settings, dataFolder, excluded = [] }: NewRun,
): RunRecord {
  if (fs.existsSync(runPaths(runFolder).record)) throw new StudioError('run-exists', { folder: runFolder });
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
  writeRunRecord(runFolder, record);
  return record;
}

/** What a reader of a run's timings needs to know. */
export function machine(): RunRecord['machine'] {
  const cpus = os.cpus();
  return {
    platform: `${os.platform()} ${os.arch()}`,
    cpu: cpus[0]?.model ?? '',
    cores: cpus.length,
    memoryBytes: os.totalmem(),
  };
}

/** Packs a whole run into one file, `.pixelcnn`: its zipped folder, whose contents run-folder.ts describes. */
import fs from 'node:fs';
import path from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { errorReason } from '../error-texts';
import { reasonOf, StudioError, toErrorData } from '../errors';
import { mostUnpackedBytes, mostZipBytes, mostZipEntries } from '../limits';
import { readRegularFile } from '../files/regular-file';
import { makeFolder } from '../files/make-folder';
import { requireNoFile, writeFileWhole } from '../files/write-file';
import { lockName, readRunRecord, recordInRun, writeRunRecord } from './run-folder';
import { loadWeights } from './checkpoint';
import { readPointer } from './training-state';
import { makeRunWhole } from './whole-run';
import { readZip, ZipRefused } from '../files/zip-archive';

export const runFileEnding = '.pixelcnn';

/**
 * The names that a part may have. Every component begins with a letter or a digit, so none leads out of the folder.
 */
const partName =
  /^(run\.json|description\.json|metrics\.jsonl|(checkpoints|samples|gallery)(\/[A-Za-z0-9][A-Za-z0-9._-]*)+)$/;

/**
 * Writes everything that belongs to a run into one file.
 * @param mayReplace whether an existing file may be replaced
 * @throws StudioError run-missing, run-damaged, checkpoint-damaged, run-too-large, file-exists, file-unreadable,
 * file-unwritable
 */
export function packRun(runFolder: string, file: string, { mayReplace = false } = {}): void {
  if (!mayReplace) requireNoFile(file);
  readRunRecord(runFolder);
  requireRoom(runFolder);
  // A file with damaged weights could not be imported again.
  if (readPointer(runFolder, 'last') !== undefined) loadWeights(runFolder);
  const checkpoints = readNamedCheckpoints(runFolder);
  const parts = { ...readParts(runFolder, (name) => !(name in checkpoints)), ...checkpoints };
  // Weights and pictures hardly compress.
  const levelOf = (name: string) => (/\.jsonl?$/.test(name) ? 6 : 0);
  const zippable = Object.entries(parts).map(([name, bytes]): [string, Zippable[string]] => [
    name,
    [bytes, { level: levelOf(name) }],
  ]);
  writeFileWhole(file, zipSync(Object.fromEntries(zippable)), { mayReplace });
}

/** @throws StudioError run-too-large */
function requireRoom(runFolder: string): void {
  const sizeOf = (name: string) =>
    fs.statSync(path.join(runFolder, name), { throwIfNoEntry: false })?.size ?? 0;
  const names = filesIn(runFolder);
  const bytes = names.reduce((sum, name) => sum + sizeOf(name), 0);
  if (bytes > mostUnpackedBytes || names.length > mostZipEntries) {
    const most = { mostBytes: mostUnpackedBytes, mostFiles: mostZipEntries };
    throw new StudioError('run-too-large', { folder: runFolder, bytes, files: names.length, ...most });
  }
}

type Parts = Record<string, Buffer>;

/** `last`, `best` and their checkpoints. They are read again if training replaces them meanwhile. */
function readNamedCheckpoints(runFolder: string): Parts {
  const readPointers = () => readParts(runFolder, (name) => /^checkpoints\/(last|best)$/.test(name));
  const stepsOf = (pointers: Parts) => Object.values(pointers).map((step) => step.toString().trim());
  for (;;) {
    const pointers = readPointers();
    const steps = stepsOf(pointers);
    const isNamed = (name: string) => steps.some((step) => name.startsWith(`checkpoints/${step}/`));
    const parts = { ...pointers, ...readParts(runFolder, isNamed) };
    if (stepsOf(readPointers()).join() === steps.join()) return parts;
  }
}

function readParts(runFolder: string, isWanted: (name: string) => boolean): Parts {
  const parts: Parts = {};
  for (const name of filesIn(runFolder).filter(isWanted)) {
    const file = path.join(runFolder, name);
    const bytes = unlessGone(file, () => read(file));
    if (bytes) parts[name] = bytes;
  }
  return parts;
}

/**
 * Makes a run's folder from such a file.
 * @throws StudioError run-exists, folder-not-empty, file-unreadable, file-damaged, file-unwritable
 */
export function unpackRun(file: string, runFolder: string): void {
  makeRunWhole(runFolder, (folder) => {
    const parts = unzip(file);
    // A folder zipped by hand during training holds a lock.
    parts.delete(lockName);
    for (const [name, bytes] of parts) {
      const part = path.join(folder, name);
      makeFolder(path.dirname(part));
      writeFileWhole(part, bytes);
    }
    requireRun(file, folder);
  });
}

function unzip(file: string): Map<string, Uint8Array> {
  const damaged = (reason: string) => new StudioError('file-damaged', { file, reason });
  try {
    return readZip(read(file, mostZipBytes), (name) => {
      if (name !== lockName && !partName.test(name))
        throw damaged(`It holds “${name}”, which is not part of a run`);
    });
  } catch (thrown) {
    throw thrown instanceof ZipRefused ? damaged(thrown.message) : thrown;
  }
}

/** Checks that the record is readable and that the weights of a checkpoint, if there is one, fit it. */
function requireRun(file: string, folder: string): void {
  try {
    const record = readRunRecord(folder);
    // A folder with that path on this machine does not hold the images of the run.
    if (record.dataFolder) writeRunRecord(folder, { ...record, dataFolder: '' });
    const hasCheckpoint = readPointer(folder, 'last') !== undefined;
    const step = hasCheckpoint ? loadWeights(folder).step : 0;
    // A run packed during its training resumes from its last checkpoint.
    if (record.status === 'running') recordInRun(folder, 'interrupted', { event: 'interrupted', step });
  } catch (thrown) {
    const reason = errorReason(toErrorData(thrown)).replaceAll(folder, path.basename(file));
    throw new StudioError('file-damaged', { file, reason });
  }
}

/** Names below the folder, with `/`; unfinished files, and those that are not part of a run, are left out. */
function filesIn(folder: string, below = ''): string[] {
  const place = path.join(folder, below);
  const entries = unlessGone(place, () => fs.readdirSync(place, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const name = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return filesIn(folder, name);
    return partName.test(name) && !name.endsWith('.tmp') ? [name] : [];
  });
}

/** The result of `read`; undefined if the file was removed meanwhile, as in a run in training. */
function unlessGone<T>(place: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (fs.existsSync(place)) throw thrown;
    return undefined;
  }
}

function read(file: string, mostBytes?: number): Buffer {
  try {
    return readRegularFile(file, mostBytes);
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
}

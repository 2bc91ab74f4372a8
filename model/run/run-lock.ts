/**
 * A run has at most one trainer: while a process trains a run, lock.json in the run's folder names it. Inspecting,
 * drawing and evaluating need no lock. The main process of the oldest Electron loads this file: no TensorFlow, and
 * only calls of plain old Node.
 */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { StudioError, toErrorData } from '../errors';
import { parseJson, requireSchema } from '../files/json-file';
import { codeOf, unwritable } from '../files/make-folder';
import { mostLockBytes } from '../limits';
import { isRunning, processIdentity, thisProcess } from '../machine/process-identity';
import { temporaryName, writeFileWhole } from '../files/write-file';
import { readRegularFileAndStat } from '../files/regular-file';
import { lockName } from './run-folder';

/** How often a trainer rewrites its lock, and the silence after which one on another computer counts as gone. */
const beatMilliseconds = 15_000;
const silenceMilliseconds = 60_000;

/** One or two attempts suffice, even when many processes try at once. */
const mostAttempts = 20;

const holderSchema = v.object({
  /** Random, to distinguish this lock from any other. */
  token: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,64}$/, 'a word')),
  /** When the training began, in milliseconds since 1970. */
  since: v.number(),
  ...processIdentity.entries,
});
type Holder = v.InferOutput<typeof holderSchema>;

export interface RunLock {
  /**
   * The trainer calls this before it writes. @throws StudioError run-taken-over if others took the lock after a
   * silence
   */
  confirm(): void;
  /** May be called more than once. */
  release(): void;
}

/**
 * Makes this process the only trainer of a run until it releases the lock or ends. A lock whose process has ended is
 * taken over.
 * @throws StudioError run-locked, file-foreign, folder-gone, file-unwritable
 */
export function takeRunLock(runFolder: string): RunLock {
  const file = path.join(runFolder, lockName);
  const token = crypto.randomBytes(8).toString('hex');
  const text = `${JSON.stringify({ token, since: Date.now(), ...thisProcess() }, null, 2)}\n`;
  try {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const found = isCreated(file, text) ? undefined : readLock(file);
      if (found) takeOver(runFolder, found, text);
      if (isHeldBy(file, token)) return keepLock(runFolder, token, text);
    }
  } catch (thrown) {
    // A disk error in between must not leave a lock that nobody releases.
    if (isHeldBy(file, token)) unlessRefused(() => fs.unlinkSync(file));
    throw thrown;
  }
  throw new StudioError('file-foreign', { file });
}

/**
 * Replaces a lock whose holder has ended. Of all processes that try, only the one that creates a file named after
 * that holder may do so; if that process has ended too, the one that creates a file named after it. These files are
 * removed only after the new lock is written, so a late process finds the new lock.
 * @throws StudioError run-locked where another process holds the lock or takes it over
 */
function takeOver(runFolder: string, lock: FoundLock, text: string): void {
  const file = path.join(runFolder, lockName);
  const claims: string[] = [];
  for (let gone: FoundLock | undefined = lock; gone; gone = readLock(claims[claims.length - 1] as string)) {
    const trainer = livingHolder(gone, runFolder);
    if (trainer) throw locked(runFolder, trainer);
    const claim = `${file}.${gone.token}`;
    claims.push(claim);
    if (!isCreated(claim, text)) continue;
    let done = [claim];
    try {
      if (readLock(file)?.token === lock.token) {
        writeFileWhole(file, text);
        done = claims;
      }
    } finally {
      for (const name of done) unlessRefused(() => fs.unlinkSync(name));
    }
    return;
  }
}

/** Checks that no process trains the run. @throws StudioError run-locked */
export function requireUntrained(runFolder: string): void {
  const trainer = trainerOf(runFolder);
  if (trainer) throw locked(runFolder, trainer);
}

/** The process that trains a run, if there is one. */
export function trainerOf(runFolder: string): Holder | undefined {
  try {
    const found = readLock(path.join(runFolder, lockName));
    return found && livingHolder(found, runFolder);
  } catch {
    // A file of that name that is not a lock.
    return undefined;
  }
}

function keepLock(runFolder: string, token: string, text: string): RunLock {
  const file = path.join(runFolder, lockName);
  // The file is kept open so that it can be written even after the run's folder was moved.
  const handle = openLock(file);
  let beaten = Date.now();
  let isLost = false;
  const beat = () => {
    beaten = Date.now();
    isLost ||= fs.existsSync(runFolder) && !isHeldBy(file, token);
    if (!isLost) unlessRefused(() => fs.writeSync(handle, text, 0));
  };
  const timer = setInterval(beat, beatMilliseconds).unref();
  let isReleased = false;
  const release = () => {
    if (isReleased) return;
    isReleased = true;
    clearInterval(timer);
    process.off('exit', release);
    if (isHeldBy(file, token)) unlessRefused(() => fs.unlinkSync(file));
    // An empty lock has no holder; this releases one that moved away with its folder.
    unlessRefused(() => fs.ftruncateSync(handle));
    fs.closeSync(handle);
  };
  process.on('exit', release);
  return {
    confirm() {
      // Others may have taken over the lock while this process was stopped or the computer slept.
      if (Date.now() - beaten > silenceMilliseconds / 2) beat();
      if (isLost) throw new StudioError('run-taken-over', { folder: runFolder });
    },
    release,
  };
}

/** @throws StudioError folder-gone, file-unwritable */
function openLock(file: string): number {
  try {
    return fs.openSync(file, 'r+');
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

interface FoundLock {
  token: string;
  /** Undefined in a lock that was released after it moved away with its folder. */
  holder: Holder | undefined;
  /** When it was last written, by the clock of the disk. */
  beat: number;
}

/** The lock in a file; undefined where there is none. @throws StudioError file-foreign */
function readLock(file: string): FoundLock | undefined {
  try {
    const { bytes, stat } = readRegularFileAndStat(file, mostLockBytes);
    const holder = bytes.length ? requireSchema(holderSchema, parseJson(bytes.toString('utf8'))) : undefined;
    return { token: holder?.token ?? 'released', holder, beat: stat.mtimeMs };
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw new StudioError('file-foreign', { file });
  }
}

function livingHolder({ holder, beat }: FoundLock, runFolder: string): Holder | undefined {
  if (!holder) return undefined;
  const isAlive = isRunning(holder) ?? clockOf(runFolder) - beat < silenceMilliseconds;
  return isAlive ? holder : undefined;
}

function isHeldBy(file: string, token: string): boolean {
  return unlessRefused(() => readLock(file))?.token === token;
}

/** The current time by the clock that stamps files in a folder, which on a network disk is another machine's. */
function clockOf(folder: string): number {
  const probe = temporaryName(path.join(folder, lockName));
  const time = unlessRefused(() => {
    fs.writeFileSync(probe, '', { flag: 'wx' });
    return fs.statSync(probe).mtimeMs;
  });
  unlessRefused(() => fs.unlinkSync(probe));
  return time ?? Date.now();
}

/** Creates a file. @returns false where it exists already */
function isCreated(file: string, text: string): boolean {
  try {
    writeFileWhole(file, text, { mayReplace: false });
    return true;
  } catch (thrown) {
    if (toErrorData(thrown).code === 'file-exists') return false;
    throw thrown;
  }
}

function locked(folder: string, { pid, host, since }: Holder): StudioError {
  return new StudioError('run-locked', { folder, pid, host, since });
}

function unlessRefused<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

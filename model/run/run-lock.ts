/**
 * One run, one trainer: while a process trains a run, lock.json in the run's folder names it. Looking, drawing and
 * evaluating need no lock. Plain Node, no TensorFlow, and old enough calls for the oldest Electron's main process.
 */
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import * as v from 'valibot';
import { StudioError, toErrorData } from '../errors';
import { parseJson, requireSchema } from '../files/json-file';
import { codeOf } from '../files/make-folder';
import { isRunning, processIdentity, thisProcess } from '../machine/process-identity';
import { temporaryName, writeFileWhole } from './run-folder';
import { readRegularFileAndStat } from '../files/regular-file';

export const lockName = 'lock.json';

/** How often a trainer writes its lock again, and after what silence one on another computer counts as gone. */
const beatMilliseconds = 15_000;
const silenceMilliseconds = 60_000;

/** One or two are enough, even when many processes try at once. */
const mostAttempts = 20;

const holderSchema = v.object({
  /** Random: tells this lock from any other. */
  token: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,64}$/, 'a word')),
  /** When the training began, in milliseconds since 1970. */
  since: v.number(),
  ...processIdentity.entries,
});
type Holder = v.InferOutput<typeof holderSchema>;

export interface RunLock {
  /** For the trainer, before it writes. @throws StudioError run-taken-over after a silence that made others take it */
  confirm(): void;
  /** Once or more often. */
  release(): void;
}

/**
 * Makes this process the only trainer of a run until it releases the lock or ends. A lock whose process is gone is
 * taken over.
 * @throws StudioError run-locked, file-foreign, folder-gone, file-unwritable
 */
export function takeRunLock(runFolder: string): RunLock {
  const file = path.join(runFolder, lockName);
  const token = crypto.randomBytes(8).toString('hex');
  const text = `${JSON.stringify({ token, since: Date.now(), ...thisProcess() }, null, 2)}\n`;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const found = isCreated(file, text) ? undefined : readLock(file);
    if (found) takeOver(runFolder, found, text);
    if (isHeldBy(file, token)) return keepLock(runFolder, token, text);
  }
  throw new StudioError('file-foreign', { file });
}

/**
 * Puts a lock in the place of one whose holder is gone. Of all that try, only the one that creates a file named after
 * that holder may do so; if it is gone too, the one that creates a file named after it. These files are removed only once
 * another lock is in place, so whoever comes too late finds that one.
 * @throws StudioError run-locked by whoever holds the lock or takes it over
 */
function takeOver(runFolder: string, lock: Found, text: string): void {
  const file = path.join(runFolder, lockName);
  const claims: string[] = [];
  for (let gone: Found | undefined = lock; gone; gone = readLock(claims[claims.length - 1] as string)) {
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

/** @throws StudioError run-locked while a process trains the run */
export function requireUntrained(runFolder: string): void {
  const trainer = trainerOf(runFolder);
  if (trainer) throw locked(runFolder, trainer);
}

/** The process that trains a run, if one does. */
export function trainerOf(runFolder: string): Holder | undefined {
  try {
    const found = readLock(path.join(runFolder, lockName));
    return found && livingHolder(found, runFolder);
  } catch {
    // A file of that name that is no lock.
    return undefined;
  }
}

function keepLock(runFolder: string, token: string, text: string): RunLock {
  const file = path.join(runFolder, lockName);
  // Kept open, it is reached also when a person moves the run's folder.
  const handle = fs.openSync(file, 'r+');
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
    // One that moved away with its folder says from now on that nobody holds it.
    unlessRefused(() => fs.ftruncateSync(handle));
    fs.closeSync(handle);
  };
  process.on('exit', release);
  return {
    confirm() {
      // Others may have given up a process that was stopped, or whose computer slept.
      if (Date.now() - beaten > silenceMilliseconds / 2) beat();
      if (isLost) throw new StudioError('run-taken-over', { folder: runFolder });
    },
    release,
  };
}

interface Found {
  token: string;
  /** None in a lock that was released after it had moved away with its folder. */
  holder: Holder | undefined;
  /** When it was last written, by the clock of its disk. */
  beat: number;
}

/** A lock names one process. */
const mostLockBytes = 2 ** 16;

/** @returns undefined when there is none @throws StudioError file-foreign */
function readLock(file: string): Found | undefined {
  try {
    const { bytes, stat } = readRegularFileAndStat(file, mostLockBytes);
    const holder = bytes.length ? requireSchema(holderSchema, parseJson(bytes.toString('utf8'))) : undefined;
    return { token: holder?.token ?? 'released', holder, beat: stat.mtimeMs };
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw new StudioError('file-foreign', { file });
  }
}

function livingHolder({ holder, beat }: Found, runFolder: string): Holder | undefined {
  if (!holder) return undefined;
  const isAlive = isRunning(holder) ?? clockOf(runFolder) - beat < silenceMilliseconds;
  return isAlive ? holder : undefined;
}

function isHeldBy(file: string, token: string): boolean {
  return unlessRefused(() => readLock(file))?.token === token;
}

/** The time on the clock that stamps the files of a folder: on a network disk that of another machine. */
function clockOf(folder: string): number {
  const probe = temporaryName(path.join(folder, lockName));
  const time = unlessRefused(() => {
    fs.writeFileSync(probe, '', { flag: 'wx' });
    return fs.statSync(probe).mtimeMs;
  });
  unlessRefused(() => fs.unlinkSync(probe));
  return time ?? Date.now();
}

/** @returns false when there is such a file already */
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

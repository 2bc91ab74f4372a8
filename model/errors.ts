import { isSystemError, systemReason } from './system-errors';

/**
 * Every error that a person can do something about, as a code with the facts for its sentences, which are in
 * error-texts/. Facts are plain data, so that an error can cross process boundaries. A `reason` is a sentence without
 * its full stop.
 */
export interface ErrorFacts {
  /** Settings are wrong or out of range. */
  'settings-invalid': { problems: { setting: string; value: unknown; expected: string }[] };
  'preset-unknown': { preset: string; known: string[] };
  'argument-unknown': { argument: string; known: string[] };
  'argument-missing': { argument: string };
  'argument-invalid': { argument: string; value: string; expected: string };
  'folder-unreachable': { folder: string; reason: string };
  'folder-without-images': { folder: string; skipped: number };
  'too-few-images': { folder: string; images: number; needed: number };
  'image-unreadable': { file: string; reason: string };
  'file-unreadable': { file: string; reason: string };
  'file-damaged': { file: string; reason: string };
  /** The file has a format of a later version of the program. */
  'file-newer': { file: string };
  /** `file`: the file to which the damaged preferences were moved. */
  'preferences-damaged': { file: string; reason: string };
  'file-unwritable': { file: string; reason: string };
  /** The file must not be replaced. */
  'file-exists': { file: string };
  /** The file was not made by the run that needs to write it. */
  'file-foreign': { file: string };
  /** The folder existed when the work began. */
  'folder-gone': { folder: string; file: string };
  'disk-full': { folder: string; freeBytes: number; neededBytes: number };
  'out-of-memory': { neededBytes: number; availableBytes: number; batchThatFits: number };
  'too-few-classes': { folder: string; classes: string[] };
  'class-unknown': { className: string; known: string[] };
  /** The picture cannot be drawn again; `isOurs` if this program exported it. */
  'picture-foreign': { file: string; reason: string; isOurs: boolean };
  /** No run of the library has the weights that drew a picture. */
  'checkpoint-gone': { model: string; step: number };
  'mask-unusable': { reason: string };
  'run-exists': { folder: string };
  /** The folder for a new run is not empty; `names`: the first of its entries. */
  'folder-not-empty': { folder: string; names: string[] };
  'run-missing': { folder: string };
  'run-damaged': { folder: string; file: string; reason: string };
  /** Another run, by its name, is being trained. */
  'run-busy': { run: string };
  /** The run itself is being trained. */
  'run-training': Record<string, never>;
  /** Another process trains the run; `since` in milliseconds since 1970. */
  'run-locked': { folder: string; pid: number; host: string; since: number };
  /** Another process took over the run while this one did not respond. */
  'run-taken-over': { folder: string };
  /** The library cannot move while a run trains or draws. */
  'library-busy': { folder: string };
  /** The runs are on their way to another folder. */
  'library-moving': { folder: string };
  /** A move of the runs was cut off; `isDone`: it is finished now, otherwise it was taken back. */
  'library-move-cut': { from: string; to: string; isDone: boolean };
  /** A move of the runs failed and could not be taken back yet. */
  'library-move-open': { from: string; to: string; reason: string };
  /** Runs were copied to another disk, and their originals stay; `reason` of the last one. */
  'originals-left': { folder: string; runs: string[]; reason: string };
  /** The run is larger than one file may be. */
  'run-too-large': { folder: string; bytes: number; files: number; mostBytes: number; mostFiles: number };
  'run-finished': { folder: string; step: number };
  /** `step`: the requested one; without it, the last one. `others`: the steps of the run's checkpoints. */
  'checkpoint-missing': { folder: string; step?: number; others?: number[] };
  /** `others`: the steps of the other checkpoints. */
  'checkpoint-damaged': { step: number; file: string; reason: string; others: number[] };
  /** The run was imported, and the folder of its images on this machine is unknown. */
  'images-unknown': Record<string, never>;
  'data-changed': { folder: string; missing: string[]; added: string[]; changed: string[] };
  /** `backAt`: the step of the checkpoint to which the run went back; null if there is none. */
  'not-a-number': { step: number; backAt: number | null };
  'weights-unsupported': { file: string; reason: string };
  'weights-not-finite': { tensor: string; value: string };
  'weights-mismatch': { tensor: string; expected: string; found: string };
  'pixel-outside': { x: number; y: number; width: number; height: number };
  'job-died': { job: string; output: string };
  'tensorflow-missing': { reason: string };
  /** An error of the system in a file or folder; `place` is empty if the system named none. */
  'place-unusable': { place: string; reason: string };
  /** Another process of the program uses the folder of the person's data; `since` in milliseconds since 1970. */
  'program-open': { folder: string; pid: number; host: string; since: number };
  /** The folder for temporary files cannot be used. */
  'temporary-unusable': { folder: string; reason: string };
  cancelled: Record<string, never>;
  unexpected: { message: string; stack: string };
}

export type ErrorCode = keyof ErrorFacts;

/** An error as data, as it crosses from the job to the main process and to the page. */
export type ErrorData = { [C in ErrorCode]: { code: C; facts: ErrorFacts[C] } }[ErrorCode];

/** An error with a code. */
export class StudioError<C extends ErrorCode = ErrorCode> extends Error {
  constructor(
    readonly code: C,
    readonly facts: ErrorFacts[C],
  ) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = 'StudioError';
  }
}

/**
 * Converts any thrown value to data. An error of the system becomes `place-unusable`; any other error without a code
 * becomes `unexpected` with its message and stack.
 */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof StudioError) return { code: thrown.code, facts: thrown.facts } as ErrorData;
  if (isSystemError(thrown)) {
    return { code: 'place-unusable', facts: { place: thrown.path ?? '', reason: reasonOf(thrown) } };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { code: 'unexpected', facts: { message: error.message, stack: error.stack ?? '' } };
}

/** Converts data back to an error that can be thrown. */
export function fromErrorData(data: ErrorData): StudioError {
  return new StudioError(data.code, data.facts);
}

/** Returns why something was thrown, for the `reason` of an error, with errors of the system in plain words. */
export function reasonOf(thrown: unknown): string {
  if (isSystemError(thrown)) return systemReason(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.trim().replace(/\.$/, '');
}

/** Returns the reason for use within a sentence, where only an abbreviation begins with a capital. */
export function phraseOf(thrown: unknown): string {
  const reason = reasonOf(thrown);
  return /^[A-Z][a-z]* /.test(reason) ? reason.slice(0, 1).toLowerCase() + reason.slice(1) : reason;
}

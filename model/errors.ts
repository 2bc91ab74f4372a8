import { isSystemError, systemReason } from './system-errors';

/**
 * Everything that can go wrong in a way a person can mend, as a code with the facts a sentence needs.
 * The sentences are in error-texts/. Facts are plain data, so an error crosses process boundaries whole.
 * A `reason` is a sentence without its full stop.
 */
export interface ErrorFacts {
  /** Settings that do not parse. */
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
  /** Of a format that a later version of the program writes. */
  'file-newer': { file: string };
  /** `file`: where the damaged preferences are kept now. */
  'preferences-damaged': { file: string; reason: string };
  'file-unwritable': { file: string; reason: string };
  /** A file that must not be replaced. */
  'file-exists': { file: string };
  /** Not made by the run that is to write it. */
  'file-foreign': { file: string };
  /** A folder that was there when the work began. */
  'folder-gone': { folder: string; file: string };
  'disk-full': { folder: string; freeBytes: number; neededBytes: number };
  'out-of-memory': { neededBytes: number; availableBytes: number; batchThatFits: number };
  'too-few-classes': { folder: string; classes: string[] };
  'class-unknown': { className: string; known: string[] };
  /** A picture that cannot be drawn again; `isOurs` if this program exported it. */
  'picture-foreign': { file: string; reason: string; isOurs: boolean };
  /** No run of the library has the weights that drew a picture. */
  'checkpoint-gone': { model: string; step: number };
  'mask-unusable': { reason: string };
  'run-exists': { folder: string };
  /** A folder named for a new run that holds other things; `names`: the first of them. */
  'folder-not-empty': { folder: string; names: string[] };
  'run-missing': { folder: string };
  'run-damaged': { folder: string; file: string; reason: string };
  /** Another run, by its name, is being trained. */
  'run-busy': { run: string };
  /** The run itself is being trained. */
  'run-training': Record<string, never>;
  /** Another process trains the run; `since` in milliseconds since 1970. */
  'run-locked': { folder: string; pid: number; host: string; since: number };
  /** Another process trained the run while this one was silent. */
  'run-taken-over': { folder: string };
  /** The library cannot move while a run is trained or drawn with. */
  'library-busy': { folder: string };
  /** More than fits into one file. */
  'run-too-large': { folder: string; bytes: number; files: number; mostBytes: number; mostFiles: number };
  'run-finished': { folder: string; step: number };
  /** `step`: the one that was asked for, among `others`; without it the run has none at all. */
  'checkpoint-missing': { folder: string; step?: number; others?: number[] };
  /** `others`: steps of the checkpoints that there are besides. */
  'checkpoint-damaged': { step: number; file: string; reason: string; others: number[] };
  /** The run was imported, and nobody has said where its images are on this machine. */
  'images-unknown': Record<string, never>;
  'data-changed': { folder: string; missing: string[]; added: string[]; changed: string[] };
  /** `backAt`: the step of the checkpoint the run went back to; null when there is none. */
  'not-a-number': { step: number; backAt: number | null };
  'weights-unsupported': { file: string; reason: string };
  'weights-not-finite': { tensor: string; value: string };
  'weights-mismatch': { tensor: string; expected: string; found: string };
  'pixel-outside': { x: number; y: number; width: number; height: number };
  'job-died': { job: string; output: string };
  'tensorflow-missing': { reason: string };
  /** What the system said of a file or folder when nothing more is known; `place` is empty when it named none. */
  'place-unusable': { place: string; reason: string };
  /** The folder for temporary files. */
  'temporary-unusable': { folder: string; reason: string };
  cancelled: Record<string, never>;
  unexpected: { message: string; stack: string };
}

export type ErrorCode = keyof ErrorFacts;

/** An error as data: what crosses from the job to the main process and from there to the page. */
export type ErrorData = { [C in ErrorCode]: { code: C; facts: ErrorFacts[C] } }[ErrorCode];

/** Thrown wherever something goes wrong that has a code. */
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
 * Any thrown value as data. An error of the system becomes `place-unusable`; what else has no code becomes
 * `unexpected` with its message and stack.
 */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof StudioError) return { code: thrown.code, facts: thrown.facts } as ErrorData;
  if (isSystemError(thrown)) {
    return { code: 'place-unusable', facts: { place: thrown.path ?? '', reason: reasonOf(thrown) } };
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { code: 'unexpected', facts: { message: error.message, stack: error.stack ?? '' } };
}

export function fromErrorData(data: ErrorData): StudioError {
  return new StudioError(data.code, data.facts);
}

/** Why something was thrown, for the `reason` of an error: plain words for what the system refused. */
export function reasonOf(thrown: unknown): string {
  if (isSystemError(thrown)) return systemReason(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.trim().replace(/\.$/, '');
}

/** The same within a sentence: abbreviations alone begin with a capital. */
export function phraseOf(thrown: unknown): string {
  const reason = reasonOf(thrown);
  return /^[A-Z][a-z]* /.test(reason) ? reason.slice(0, 1).toLowerCase() + reason.slice(1) : reason;
}

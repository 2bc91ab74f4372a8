/**
 * Decides which checkpoints and samples in a run's folder the program wrote: the files themselves say so, those of
 * version 0.1.0 too. Any other file, whatever its name, is neither removed nor replaced.
 */
import fs from 'node:fs';
import path from 'node:path';
import { StudioError } from '../errors';
import { readPngText } from '../images/png-text';
import { makeSubfolder } from '../files/make-folder';
import { runPaths, sampleSteps, stepsIn } from './run-folder';
import { readSafetensors } from '../weight-files/safetensors';
import { checkpointFile, readTrainingState, tensorFiles } from './training-state';

/** The text chunks by which a sample sheet is recognised. */
export function sampleTexts(step: number): Record<string, string> {
  return { Software: 'PixelCNN Studio', Step: String(step) };
}

/** The steps of those candidates whose sample sheets the run drew. */
export function ownSamples(runFolder: string, isCandidate: (step: number) => boolean): number[] {
  return sampleSteps(runFolder)
    .filter(isCandidate)
    .filter((step) => isOwnSample(runFolder, step));
}

/** Checks that a sheet may be written. @throws StudioError file-foreign where another file has its name */
export function requireOwnSample(runFolder: string, step: number): void {
  const file = runPaths(runFolder).sample(step);
  if (fs.existsSync(file) && !isOwnSample(runFolder, step)) throw new StudioError('file-foreign', { file });
}

function isOwnSample(runFolder: string, step: number): boolean {
  const texts = unlessUnreadable(() => readPngText(runPaths(runFolder).sample(step)));
  return Object.entries(sampleTexts(step)).every(([name, text]) => texts?.[name] === text);
}

/** The steps of those candidates whose checkpoints the run saved, incomplete ones too. */
export function ownCheckpoints(runFolder: string, isCandidate: (step: number) => boolean): number[] {
  const steps = stepsIn(runPaths(runFolder).checkpoints, '').filter(isCandidate);
  return steps.filter((step) => isOwnCheckpoint(runFolder, step));
}

/**
 * The files of a checkpoint in the order of their removal. Without state.json the rest is no checkpoint any more; the
 * weights, which name the step as well, identify it until the end.
 */
const parts = ['state.json', ...[...tensorFiles].reverse()] as const;
/** The names of files that an interrupted write leaves. */
const unfinished = new RegExp(`^(${parts.join('|')})\\.[0-9a-f]+\\.tmp$`);

/** Makes a checkpoint's folder. @throws StudioError file-foreign, folder-gone, file-unwritable */
export function makeCheckpointFolder(runFolder: string, step: number): void {
  const { checkpoints, checkpoint } = runPaths(runFolder);
  makeSubfolder(checkpoints);
  makeSubfolder(checkpoint(step));
  const file = parts.map((part) => checkpointFile(runFolder, step, part)).find((part) => fs.existsSync(part));
  if (file !== undefined && !isOwnCheckpoint(runFolder, step))
    throw new StudioError('file-foreign', { file });
}

/** Removes the files of a checkpoint, and its folder if it is then empty. @throws the system's error */
export function removeCheckpoint(runFolder: string, step: number): void {
  const folder = runPaths(runFolder).checkpoint(step);
  const left = fs.readdirSync(folder).filter((name) => unfinished.test(name));
  for (const name of [...left, ...parts]) fs.rmSync(path.join(folder, name), { force: true });
  if (!fs.readdirSync(folder).length) fs.rmdirSync(folder);
}

/** Whether state.json names the step or, where it is missing or damaged, the weights do. */
function isOwnCheckpoint(runFolder: string, step: number): boolean {
  if (!fs.lstatSync(runPaths(runFolder).checkpoint(step)).isDirectory()) return false;
  if (unlessUnreadable(() => readTrainingState(runFolder, step))) return true;
  const weights = checkpointFile(runFolder, step, 'weights.safetensors');
  return unlessUnreadable(() => readSafetensors(weights).metadata)?.['step'] === String(step);
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

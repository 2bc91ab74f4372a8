/** The pictures that a run draws during training: samples/<step>.png, one sheet per step. */
import fs from 'node:fs';
import type { Pictures } from '../events';
import { encodeSheet, readSheet } from '../images/picture-sheet';
import { makeSubfolder } from '../files/make-folder';
import { writeFileWhole } from '../files/write-file';
import { runPaths, sampleSteps } from './run-folder';
import { ownSamples, requireOwnSample, sampleTexts } from './own-files';

/** Writes the samples of a step as one sheet. @throws StudioError file-foreign, folder-gone, file-unwritable */
export async function writeSamples(runFolder: string, step: number, pictures: Pictures): Promise<void> {
  const png = await encodeSheet(pictures, sampleTexts(step));
  makeSubfolder(runPaths(runFolder).samples);
  requireOwnSample(runFolder, step);
  writeFileWhole(runPaths(runFolder).sample(step), png);
}

/** Reads the pictures of all sheets of a run, oldest first. @throws StudioError image-unreadable, file-unreadable */
export async function readSamples(runFolder: string): Promise<{ step: number; pictures: Pictures }[]> {
  const steps = sampleSteps(runFolder);
  return Promise.all(
    steps.map(async (step) => ({ step, pictures: await readSheet(runPaths(runFolder).sample(step)) })),
  );
}

/** Removes the sheets of steps that an interrupted run reached but did not save. */
export function removeSamplesAfter(runFolder: string, step: number): void {
  for (const later of ownSamples(runFolder, (at) => at > step)) fs.rmSync(runPaths(runFolder).sample(later));
}

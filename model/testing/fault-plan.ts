/**
 * Chooses the cases of a fault suite: a few in `npm test`, all in `npm run test:faults`, which collects the figures for
 * its document.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { uniform } from '../random';

/** The file to which the figures are added, set by `npm run test:faults`. */
const figures = process.env['PIXELCNN_STUDIO_FAULT_FIGURES'];

export const isWhole = figures !== undefined;

/** The seed of all random choices. */
export const seed = Number(process.env['PIXELCNN_STUDIO_FAULT_SEED'] ?? crypto.randomInt(2 ** 31));

/** Returns all cases in a whole run, otherwise `few` random ones, in order. */
export function chosen<T>(all: readonly T[], few: number): T[] {
  if (isWhole) return [...all];
  console.log(`${few} of ${all.length} cases; the seed is ${seed}.`);
  const ranked = all.map((item, index) => ({ item, index, die: die(index) }));
  const picked = ranked.sort((a, b) => a.die - b.die).slice(0, few);
  return picked.sort((a, b) => a.index - b.index).map(({ item }) => item);
}

/** Returns a number in (0, 1) that depends on the seed and its use. */
export function die(...use: [number, number?]): number {
  return uniform(seed, use[0], use[1] ?? 0, 0, 0);
}

/** The figures of one suite: the number of cases, and of those with the right result. */
export interface FaultFigures {
  suite: string;
  cases: number;
  survived: number;
  seconds: number;
}

/** Adds the figures of a suite to the file, in a whole run. */
export function report(suite: string, cases: number, failures: readonly string[], startedAt: number): void {
  if (figures === undefined) return;
  const seconds = (performance.now() - startedAt) / 1000;
  const line: FaultFigures = { suite, cases, survived: cases - failures.length, seconds };
  fs.appendFileSync(figures, `${JSON.stringify({ ...line, seed })}\n`);
}

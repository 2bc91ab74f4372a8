/**
 * How much of a fault suite runs: a few cases in `npm test`, all of them in `npm run test:faults`, which collects the
 * figures for its document.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import { uniform } from '../random';

/** Set by `npm run test:faults`: the file that the figures go to. */
const figures = process.env['PIXELCNN_STUDIO_FAULT_FIGURES'];

export const isWhole = figures !== undefined;

/** Of all random choices; a run with the same seed makes the same ones. */
export const seed = Number(process.env['PIXELCNN_STUDIO_FAULT_SEED'] ?? crypto.randomInt(2 ** 31));

/** All of them in a whole run, otherwise `few` chosen at random, in their order. */
export function chosen<T>(all: readonly T[], few: number): T[] {
  if (isWhole) return [...all];
  console.log(`${few} of ${all.length} cases; the seed is ${seed}.`);
  const ranked = all.map((item, index) => ({ item, index, die: die(index) }));
  const picked = ranked.sort((a, b) => a.die - b.die).slice(0, few);
  return picked.sort((a, b) => a.index - b.index).map(({ item }) => item);
}

/** A number of [0, 1) that depends on the seed and on what it is for. */
export function die(...use: [number, number?]): number {
  return uniform(seed, use[0], use[1] ?? 0, 0, 0);
}

/** What a document of a whole run says: how many cases were tried, and how many came out right. */
export interface FaultFigures {
  suite: string;
  cases: number;
  survived: number;
  seconds: number;
}

export function report(suite: string, cases: number, failures: readonly string[], startedAt: number): void {
  if (figures === undefined) return;
  const seconds = (performance.now() - startedAt) / 1000;
  const line: FaultFigures = { suite, cases, survived: cases - failures.length, seconds };
  fs.appendFileSync(figures, `${JSON.stringify({ ...line, seed })}\n`);
}

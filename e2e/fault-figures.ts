/** What the tests of `npm run test:faults` that drive the window read and write: the seed, and a line for its document. */
import crypto from 'node:crypto';
import fs from 'node:fs';

const figures = process.env['PIXELCNN_STUDIO_FAULT_FIGURES'];

/** Whether all cases are run, not the few of `npm test`. */
export const isWhole = figures !== undefined;

export const seed = Number(process.env['PIXELCNN_STUDIO_FAULT_SEED'] ?? crypto.randomInt(2 ** 31));

/** Adds the figures of a suite whose cases all passed, in a whole run. */
export function report(suite: string, cases: number, seconds: number): void {
  if (figures === undefined) return;
  fs.appendFileSync(figures, `${JSON.stringify({ suite, cases, survived: cases, seconds, seed })}\n`);
}

/** The process that fuzz-apart.ts starts: tries random cases of one property, and prints a dot for each. */
import fs from 'node:fs';
import fc, { type Arbitrary } from 'fast-check';

export interface Fuzz<T> {
  of: Arbitrary<T>;
  /** Tries a case. @throws Error that says what is wrong */
  attempt(value: T): unknown;
}

/** Keeps the type of a case between its generation and its use. */
export function fuzzOf<T>(of: Arbitrary<T>, attempt: (value: T) => unknown): Fuzz<unknown> {
  return { of, attempt: (value) => attempt(value as T) };
}

/** Runs the fuzz that the command line names, with its seed and number of cases. */
export async function fuzz(all: Readonly<Record<string, Fuzz<unknown>>>): Promise<void> {
  const [name = '', seed, cases] = process.argv.slice(2);
  const chosen = all[name];
  if (!chosen) throw new Error(`there is no fuzz ${name}`);
  const property = fc.asyncProperty(chosen.of, async (value) => {
    fs.writeSync(1, '.');
    await chosen.attempt(value);
  });
  await fc.assert(property, { seed: Number(seed), numRuns: Number(cases) });
  process.exit();
}

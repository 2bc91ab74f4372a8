/**
 * The versions of the rules by which files become pictures. A run keeps the rules it was made with, so that it reads
 * its images, evaluates and verifies as before.
 *
 * 1: version 0.1.0 (run.json of format 1). 2: since 0.2.0.
 */
export type ReadingRules = 1 | 2;

/** The rules for new runs, and for images that belong to no run. */
export const currentReading: ReadingRules = 2;

/**
 * Milliseconds that a test waits for one thing to happen. Tests wait for conditions; this limit only ends one that hangs,
 * so it fits a machine many times slower than most.
 */
export const patience = 120_000;

/**
 * How long a test waits for a condition, in milliseconds. The limit only ends tests that hang, so it suits very slow
 * machines too.
 */
export const patience = 120_000;

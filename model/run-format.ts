/** The version of run.json that this program writes; it reads all versions up to this one. */
export const runFormat = 2;

import { CommandFailed } from './command.mjs';

/** A problem that a person has to fix: what is missing, and the command that helps. */
export class SetupProblem extends Error {
  /**
   * @param {string} what
   * @param {string} remedy
   */
  constructor(what, remedy) {
    super(`${what}\n${remedy}`);
  }
}

/**
 * The text to print for an error; undefined for a bug in this program.
 * @param {unknown} error
 */
export function problemText(error) {
  if (error instanceof SetupProblem) return error.message;
  if (error instanceof CommandFailed) {
    return `${error.message}\nFix what these lines name, then run the same command again.`;
  }
  if (error instanceof Error && 'syscall' in error) {
    return `${error.message}\nCheck that you may write there and that the disk has space, then run the same command again.`;
  }
  return undefined;
}

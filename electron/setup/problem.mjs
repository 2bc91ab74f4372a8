import { CommandFailed } from './command.mjs';

/** Something a person has to mend: what is missing, and the command or deed that helps. */
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
 * What to tell a person about an error, or undefined for one that is a mistake in this program.
 * @param {unknown} error
 */
export function problemText(error) {
  if (error instanceof SetupProblem) return error.message;
  if (error instanceof CommandFailed) {
    return `${error.message}\nMend what these lines name, then run the same command again.`;
  }
  if (error instanceof Error && 'syscall' in error) {
    return `${error.message}\nCheck that you may write there and that the disk has room, then run the same command again.`;
  }
  return undefined;
}

import { works } from './command.mjs';
import { SetupProblem } from './problem.mjs';

/** @typedef {[command: string, ...args: string[]]} Command */

/**
 * Returns the command that runs Python 3 with pip.
 * @param {string} purpose what it is needed for, as `to fetch …`
 */
export function python(purpose) {
  const found = findPython(process.platform, works);
  if (found) return found;
  throw new SetupProblem(`Python 3 with pip is needed ${purpose}.`, installing(process.platform));
}

/**
 * Looks for a Python 3 with pip under the names that it has on a platform. On Windows its launcher comes first, since
 * `python3` there may open a shop.
 * @param {NodeJS.Platform} platform
 * @param {typeof works} works
 */
export function findPython(platform, works) {
  /** @type {Command[]} */
  const names = platform === 'win32' ? [['py', '-3'], ['python3'], ['python']] : [['python3'], ['python']];
  const check = ['-c', 'import sys, pip; sys.exit(sys.version_info < (3,))'];
  return names.find(([command, ...args]) => works(command, ...args, ...check));
}

/** @param {NodeJS.Platform} platform */
function installing(platform) {
  if (platform === 'darwin') {
    return 'Install Apple’s Command Line Tools, which hold it (xcode-select --install), then run the same command again.';
  }
  if (platform === 'win32') return 'Install it from https://www.python.org, then run the same command again.';
  return 'Install it (Debian, Ubuntu: apt-get install python3-pip), then run the same command again.';
}

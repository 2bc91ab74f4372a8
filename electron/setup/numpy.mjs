import { CommandFailed, run, works } from './command.mjs';
import { requireRoom } from './disk.mjs';
import { inRoot, root } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { findPython, python } from './python.mjs';

/** The folder of numpy for a Python without it. */
export const numpyFolder = inRoot('node_modules/.cache/numpy');

/** Tests run the Python of resources/docs/weights.md, which needs numpy. @type {import('./steps.mjs').Step} */
export const numpy = {
  title: 'Getting numpy for the tests',
  isDone() {
    const [command, ...args] = findPython(process.platform, works) ?? [];
    const check = 'import sys; sys.path.insert(0, sys.argv[1]); import numpy';
    return command !== undefined && works(command, ...args, '-c', check, numpyFolder);
  },
  async work() {
    requireRoom(root, 200_000_000);
    const options = ['--disable-pip-version-check', '--no-cache-dir', '--only-binary=:all:', '--upgrade'];
    const [command, ...args] = python('to fetch numpy');
    args.push('-m', 'pip', 'install', ...options, `--target=${numpyFolder}`, 'numpy>=1.24,<3');
    try {
      await run(command, args);
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      throw new SetupProblem(
        `pip could not install numpy (20 MB).\n${error.output}`,
        'Check the network connection (python3 -m pip download --no-deps six), then run the same command again.',
      );
    }
  },
};

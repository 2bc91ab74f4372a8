import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { CommandFailed, run } from './command.mjs';
import { mendTfjsNode } from './mend-tfjs-node.mjs';
import { SetupProblem } from './problem.mjs';
import { StepMark } from './step-mark.mjs';

/**
 * A system and where tfjs-node is on it.
 * @typedef {object} Installation
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {string} tfjsNode folder of the package
 */

/**
 * The addon of tfjs-node, in the folder of whichever version of Node's interface it was made for.
 * @param {string} tfjsNode
 */
export function findAddon(tfjsNode) {
  const lib = path.join(tfjsNode, 'lib');
  if (!fs.existsSync(lib)) return undefined;
  const addons = fs
    .readdirSync(lib)
    .filter((name) => name.startsWith('napi-v'))
    .map((name) => path.join(lib, name, 'tfjs_binding.node'));
  return addons.find((addon) => fs.existsSync(addon));
}

/**
 * The SHA-256 of a file.
 * @param {string} file
 */
export const hashOf = (file) => crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/**
 * Identifies an addon and the libraries that it loads.
 * @param {Installation} installation
 */
export function identityOf({ platform, arch, tfjsNode }) {
  const addon = findAddon(tfjsNode);
  if (!addon) return 'no addon';
  const libraries = [path.join(tfjsNode, 'deps/lib'), path.dirname(addon)].flatMap((folder) =>
    fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [],
  );
  const sizes = libraries
    .filter((file) => fs.existsSync(file))
    .map((file) => `${path.relative(tfjsNode, file)} ${fs.statSync(file).size}`);
  return [`${platform}-${arch}`, hashOf(addon), ...sizes.sort()].join('\n');
}

/**
 * The step that loads the addon and computes with it. Only then is TensorFlow installed: where it fails, the other
 * steps lose their marks, and the next start takes them again.
 * @param {Installation} installation
 * @param {readonly StepMark[]} marks of the steps before it
 * @returns {import('./steps.mjs').Step}
 */
export function trialOf(installation, marks) {
  const { tfjsNode } = installation;
  const mark = new StepMark(path.join(tfjsNode, 'lib/tried'));
  return {
    title: 'Testing TensorFlow',
    isDone: () => mark.says(identityOf(installation)),
    async work() {
      const addon = findAddon(tfjsNode);
      const program =
        'const tf = require(process.argv[1]); ' +
        "tf.conv2d(tf.ones([1, 3, 3, 1]), tf.ones([3, 3, 1, 1]), 1, 'same').dataSync()";
      try {
        if (addon) mendTfjsNode(tfjsNode, addon);
        await run(process.execPath, ['-e', program, tfjsNode]);
      } catch (error) {
        for (const earlier of marks) earlier.remove();
        if (!(error instanceof CommandFailed)) throw error;
        throw new SetupProblem(
          `TensorFlow was installed, but it does not load.\n${error.output}`,
          'Run the same command again: it installs TensorFlow anew. If that fails too, these lines say why.',
        );
      }
      mark.set(identityOf(installation));
    },
  };
}

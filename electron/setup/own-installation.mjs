import fs from 'node:fs';
import path from 'node:path';
import { answerOf, CommandFailed, run } from './command.mjs';
import { inRoot } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { findPython } from './python.mjs';
import { StepMark } from './step-mark.mjs';
import { findAddon } from './tfjs-node.mjs';

/**
 * The step that lets tfjs-node's own script install TensorFlow 2.9.1, on systems without a wheel.
 * @param {import('./tfjs-node.mjs').Installation} installation
 */
export function ownInstallation({ platform, tfjsNode }) {
  const mark = new StepMark(path.join(tfjsNode, 'lib/installed'));
  return {
    mark,
    step: {
      title: "Installing TensorFlow 2.9.1 with tfjs-node's own script",
      isDone: () => mark.says('done'),
      async work() {
        // The script keeps what an interrupted one left.
        for (const name of ['deps', 'lib']) {
          fs.rmSync(path.join(tfjsNode, name), { recursive: true, force: true });
        }
        const commands = [inRoot('node_modules/.bin'), process.env.PATH].join(path.delimiter);
        try {
          await run(process.execPath, ['scripts/install.js'], { cwd: tfjsNode, env: { PATH: commands } });
        } catch (error) {
          if (error instanceof CommandFailed) throw notInstalled(platform, error.output);
          throw error;
        }
        const addon = findAddon(tfjsNode);
        if (!addon) throw notInstalled(platform, 'The script ended without an error, but made no addon.');
        if (platform === 'win32') layLibraryBeside(addon, tfjsNode);
        mark.set('done');
      },
    },
  };
}

/**
 * Copies TensorFlow's library into the folder of the addon, where Windows looks for it. The script puts it into the
 * folder of the newest interface that Node has, which is another one.
 * @param {string} addon
 * @param {string} tfjsNode
 */
function layLibraryBeside(addon, tfjsNode) {
  const copy = path.join(path.dirname(addon), 'tensorflow.dll');
  fs.rmSync(copy, { force: true });
  fs.copyFileSync(path.join(tfjsNode, 'deps/lib/tensorflow.dll'), copy);
}

/**
 * @param {NodeJS.Platform} platform
 * @param {string} output
 */
function notInstalled(platform, output) {
  const missing = missingTools(platform, answerOf);
  const advice = missing.length
    ? `This machine lacks ${missing.join(' and ')}: install what is missing`
    : 'Check the network connection';
  return new SetupProblem(
    `tfjs-node's script could not install TensorFlow.\n${output}`,
    `${advice}, then run the same command again.`,
  );
}

/**
 * What tfjs-node's script needs to compile its addon and a machine lacks, in words.
 * @param {NodeJS.Platform} platform
 * @param {typeof answerOf} answer
 */
export function missingTools(platform, answer) {
  const python = findPython(platform, (...command) => answer(...command) !== undefined);
  const compiler = platform === 'win32' ? visualStudio(answer) : answer('xcode-select', '-p');
  const tools =
    platform === 'win32'
      ? 'Microsoft’s C++ build tools (Visual Studio Build Tools, with “Desktop development with C++”)'
      : 'Apple’s Command Line Tools (xcode-select --install)';
  return [...(compiler ? [] : [tools]), ...(python ? [] : ['Python 3 (https://www.python.org)'])];
}

/**
 * The folder of a Visual Studio with a C++ compiler.
 * @param {typeof answerOf} answer
 */
function visualStudio(answer) {
  const { VCINSTALLDIR, 'ProgramFiles(x86)': programs = 'C:\\Program Files (x86)' } = process.env;
  const finder = `${programs}\\Microsoft Visual Studio\\Installer\\vswhere.exe`;
  const compiler = 'Microsoft.VisualStudio.Component.VC.Tools.x86.x64';
  return (
    VCINSTALLDIR || answer(finder, '-products', '*', '-requires', compiler, '-property', 'installationPath')
  );
}

import path from 'node:path';
import { inRoot } from './places.mjs';
import { SetupProblem } from './problem.mjs';

/** The headers of Node's interface for addons. */
export const nodeHeaders = inRoot('node_modules/node-api-headers/include');

/**
 * How TensorFlow's libraries are named in a wheel, and the names under which a linker looks for them.
 * @param {NodeJS.Platform} platform
 */
export function libraryNames(platform) {
  return ['tensorflow_cc', 'tensorflow_framework'].map((name) => ({
    file: platform === 'darwin' ? `lib${name}.2.dylib` : `lib${name}.so.2`,
    link: `lib${name.replace('_cc', '')}.${platform === 'darwin' ? 'dylib' : 'so'}`,
  }));
}

/**
 * The arguments with which a C++ compiler makes tfjs-node's addon.
 * @param {NodeJS.Platform} platform that the addon is for
 * @param {{ include: string[], sources: string[], libraries: string, output: string }} files `libraries`: the folder
 *   with TensorFlow's
 */
export function compilerArguments(platform, { include, sources, libraries, output }) {
  // Node brings the functions of its own interface when it loads the addon.
  const [kind, besideAddon] =
    platform === 'darwin'
      ? [['-shared', '-undefined', 'dynamic_lookup'], '@loader_path']
      : [['-shared', '-fPIC'], '$ORIGIN'];
  return [
    ...['-O2', '-std=c++17', ...kind, '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...include.map((folder) => `-I${folder}`),
    ...sources,
    ...[`-L${libraries}`, '-ltensorflow', '-ltensorflow_framework'],
    ...[`-Wl,-rpath,${besideAddon}/../../deps/lib`, '-o', output],
  ];
}

/**
 * The sources of the addon.
 * @param {NodeJS.Platform} platform
 * @param {string} binding folder of tfjs-node's sources
 */
export function addonSources(platform, binding) {
  const own = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(binding, name));
  // Elsewhere a library calls its own functions, so another one cannot stand in for them.
  return platform !== 'linux' ? own : [...own, inRoot('electron/setup/quiet-tensorflow.cc')];
}

/**
 * Returns the command of the system's C++ compiler.
 * @param {NodeJS.Platform} platform
 * @param {typeof import('./command.mjs').works} runs
 */
export function findCompiler(platform, runs) {
  if (platform === 'darwin') {
    // Without Apple's tools `c++` is a stub that opens a dialog.
    if (runs('xcode-select', '-p') && runs('c++', '--version')) return 'c++';
    throw new SetupProblem(
      'Apple’s Command Line Tools are needed for their C++ compiler.',
      'Install them (xcode-select --install), then run the same command again.',
    );
  }
  const compiler = ['c++', 'g++', 'clang++'].find((command) => runs(command, '--version'));
  if (compiler) return compiler;
  throw new SetupProblem(
    'A C++ compiler is needed.',
    'Install one (Debian, Ubuntu: apt-get install g++), then run the same command again.',
  );
}

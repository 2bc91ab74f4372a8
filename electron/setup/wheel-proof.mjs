import fs from 'node:fs';
import path from 'node:path';
import { libraryNames } from './addon-compiler.mjs';
import { cFunctionsBoundBy, cFunctionsIn, cFunctionsNeededBy, headersOf } from './native-files.mjs';
import { inRoot } from './places.mjs';
import { tensorflowSteps } from './tensorflow.mjs';
import { wheelsFor } from './tensorflow-wheels.mjs';
import { fetchWheel } from './wheel.mjs';

/**
 * What was found about a system. `facts` are for the document, `failed` says what is wrong.
 * @typedef {{ system: string, facts: [string, string][], failed: string[] }} Proof
 * @typedef {(...args: string[]) => Promise<string>} Zig
 */

/** What every Linux or macOS of an age that the wheel names has. */
const ofSystem =
  /^(lib(c|m|dl|rt|pthread|stdc\+\+|gcc_s)\.so\.\d+|ld-linux-aarch64\.so\.1|\/usr\/lib\/.*|\/System\/Library\/.*)$/;

/**
 * Takes the steps that install TensorFlow on a system, apart from the last, which loads it.
 * @param {{ platform: 'linux' | 'darwin', arch: string, target: string }} system `target`: as Zig names it
 * @param {string} folder
 * @param {Zig} zig
 * @param {import('./steps.mjs').Report} report
 * @returns {Promise<Proof>}
 */
export async function proveWheel({ platform, arch, target }, folder, zig, report) {
  const tfjsNode = path.join(folder, `${platform}-${arch}`);
  fs.mkdirSync(tfjsNode);
  fs.symlinkSync(inRoot('node_modules/@tensorflow/tfjs-node/binding'), path.join(tfjsNode, 'binding'));
  const steps = tensorflowSteps(
    { platform, arch, tfjsNode },
    {
      fetchWheel,
      hasCard: () => false,
      works: () => true,
      run: (_compiler, args) => zig('c++', '-target', target, ...args),
    },
  );
  for (const { work } of steps.slice(0, -1)) await work(report);
  const wheel = wheelsFor(`${platform}-${arch}`)?.processor[0]?.wheel;
  const found = await read(platform, tfjsNode);
  fs.rmSync(tfjsNode, { recursive: true });
  return {
    system: platform === 'darwin' ? 'macOS arm64' : 'Linux arm64',
    facts: [
      ['Wheel', `\`${wheel?.file}\`, ${wheel?.bytes.toLocaleString('en-GB')} bytes`],
      ['Addon', `${found.addon.kind}, ${found.bytes.toLocaleString('en-GB')} bytes`],
      ['C functions that it needs', `${found.needed.size}, all found`],
      ['C functions in TensorFlow’s libraries', String(found.offered.size)],
      ['It loads', found.addon.libraries.map((name) => `\`${name}\``).join(', ')],
      ['Searched in', found.addon.searched.map((name) => `\`${name}\``).join(', ')],
      ['TensorFlow’s libraries load', found.others.map((name) => `\`${name}\``).join(', ')],
    ],
    failed: faults(platform, found),
  };
}

/** @typedef {Awaited<ReturnType<typeof read>>} Found */

/**
 * @param {'linux' | 'darwin'} platform
 * @param {string} tfjsNode
 */
async function read(platform, tfjsNode) {
  const format = platform === 'darwin' ? 'mach-o' : 'elf';
  const file = path.join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');
  const names = libraryNames(platform).map((library) => library.file);
  /** @type {Set<string>} */
  const offered = new Set();
  /** @type {Set<string>} */
  const others = new Set();
  for (const name of names) {
    const library = path.join(tfjsNode, 'deps/lib', name);
    for (const found of await cFunctionsIn(library, format)) offered.add(found);
    for (const loaded of (await headersOf(library, format)).libraries) others.add(loaded);
  }
  const needed = await cFunctionsNeededBy(file, format);
  return {
    addon: await headersOf(file, format),
    bytes: fs.statSync(file).size,
    names,
    needed,
    bound: platform === 'darwin' ? await cFunctionsBoundBy(file) : needed,
    offered,
    others: [...others].filter((name) => !names.includes(path.basename(name))),
  };
}

/**
 * @param {'linux' | 'darwin'} platform
 * @param {Found} found
 */
function faults(platform, { addon, names, needed, bound, offered, others }) {
  const isMac = platform === 'darwin';
  const kind = isMac ? 'mach-o ARM64 DYLIB' : 'elf64-littleaarch64';
  const searched = `${isMac ? '@loader_path' : '$ORIGIN'}/../../deps/lib`;
  const loaded = names.map((name) => (isMac ? `@rpath/${name}` : name));
  const missing = [...needed].filter((name) => !offered.has(name) || !bound.has(name));
  const foreign = [...addon.libraries, ...others].filter(
    (name) => !loaded.includes(name) && !ofSystem.test(name),
  );
  return [
    ...(needed.size ? [] : ['the addon needs no function of TensorFlow']),
    ...missing.map((name) => `TensorFlow lacks ${name}`),
    ...(addon.kind === kind ? [] : [`the addon is ${addon.kind} instead of ${kind}`]),
    ...loaded
      .filter((name) => !addon.libraries.includes(name))
      .map((name) => `the addon does not load ${name}`),
    ...(addon.searched.includes(searched) ? [] : [`the addon does not search ${searched}`]),
    ...foreign.map((name) => `${name} is neither TensorFlow’s nor the system’s`),
  ];
}

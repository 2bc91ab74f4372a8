import fs from 'node:fs';
import path from 'node:path';
import { opNames } from '../../model/tensorflow/op-names.mjs';
import { addonSources, nodeHeaders } from './addon-compiler.mjs';
import { cFunctionsIn, headersOf } from './native-files.mjs';
import { inRoot } from './places.mjs';
import { fetchWheel, unpackWheel } from './wheel.mjs';

/**
 * TensorFlow of the version that tfjs-node's script downloads. The registry has it for Python alone: made from the
 * same sources, with the same C interface.
 */
const wheel = {
  requirement: 'tensorflow-cpu==2.9.1',
  platform: 'win_amd64',
  pythonVersion: '3.10',
  file: 'tensorflow_cpu-2.9.1-cp310-cp310-win_amd64.whl',
  sha256: '7442cd76a1d72473c466732a2aff8eba08c78afbf47fc6f2f019ef861878900d',
  bytes: 256_344_656,
};
const library = 'tensorflow/python/_pywrap_tensorflow_internal.lib';
/** Python functions that TensorFlow generates from its list of ops. */
const opFunctions = 'tensorflow/python/ops/gen_';
const used = [
  opFunctions,
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  library,
];

/**
 * Compiles the addon for Windows and links it with the import library of TensorFlow 2.9.1. A function that this lacks
 * is an error of the linker.
 * @param {string} folder
 * @param {import('./wheel-proof.mjs').Zig} zig
 * @param {import('./steps.mjs').Report} report
 * @returns {Promise<import('./wheel-proof.mjs').Proof>}
 */
export async function proveWindows(folder, zig, report) {
  const place = path.join(folder, 'win32-x64');
  await unpackWheel(await fetchWheel(wheel, report), place, 60_000_000, used, report);
  const node = path.join(place, 'node.lib');
  const functions = path.join(nodeHeaders, '../def/node_api.def');
  await zig('dlltool', '-d', functions, '-m', 'i386:x86-64', '-l', node);
  const addon = path.join(place, 'tfjs_binding.node');
  await zig(
    ...['c++', '-target', 'x86_64-windows-gnu', '-O2', '-std=c++17', '-shared', '-DCOMPILER_MSVC'],
    ...['-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', `-I${nodeHeaders}`],
    `-I${path.join(place, 'tensorflow/include')}`,
    ...addonSources('win32', inRoot('node_modules/@tensorflow/tfjs-node/binding')),
    ...[path.join(place, library), node, '-o', addon],
  );
  const { kind, libraries } = await headersOf(addon, 'coff');
  const offered = await cFunctionsIn(path.join(place, library), 'coff');
  const bytes = fs.statSync(addon).size;
  const ops = opsIn(path.join(place, path.dirname(opFunctions)));
  const missing = opNames.filter((op) => !ops.has(op));
  fs.rmSync(place, { recursive: true });
  const loaded = libraries.filter((name) => !/^(api-ms-win-|kernel32)/i.test(name));
  return {
    system: 'Windows x64',
    facts: [
      ['Wheel', `\`${wheel.file}\`, ${wheel.bytes.toLocaleString('en-GB')} bytes`],
      ['Addon', `${kind}, ${bytes.toLocaleString('en-GB')} bytes`],
      ['C functions in the import library', String(offered.size)],
      ['Ops that the program calls by name', `${opNames.length}, all in the list of 2.9.1`],
      ['It loads', loaded.map((name) => `\`${name}\``).join(', ')],
    ],
    failed: [
      ...(kind === 'coff-x86-64' ? [] : [`the addon is ${kind} instead of coff-x86-64`]),
      ...missing.map((op) => `TensorFlow 2.9.1 lacks the op ${op}`),
    ],
  };
}

/**
 * The names of all ops.
 * @param {string} folder with the Python functions
 */
function opsIn(folder) {
  const files = fs.readdirSync(folder).filter((name) => /^gen_.*\.py$/.test(name));
  const texts = files.map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/_apply_op_helper\(\s*"(\w+)"/g)].map((match) => match[1])),
  );
}

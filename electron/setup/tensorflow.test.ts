/** Plays through how TensorFlow is installed on each system, with stand-ins for packages and compilers. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { findCompiler } from './addon-compiler.mjs';
import { missingTools } from './own-installation.mjs';
import { inRoot } from './places.mjs';
import { wheelsFor } from './tensorflow-wheels.mjs';
import { standInMachine } from './testing/tfjs-node-machine';

const headers = inRoot('node_modules/node-api-headers/include');
const quiet = inRoot('electron/setup/quiet-tensorflow.cc');
const getting = 'Getting TensorFlow 2.21.0';
const compiling = 'Compiling the bridge from Node to TensorFlow';
const testing = 'Testing TensorFlow';
const script = "Installing TensorFlow 2.9.1 with tfjs-node's own script";

test.each([
  ['x64', 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl'],
  ['arm64', 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl'],
])('Linux %s unpacks %s and compiles the addon against it', async (arch, wheel) => {
  const machine = standInMachine('linux', arch);
  machine.addCompiler();
  expect(await machine.setUp()).toEqual([getting, compiling, testing]);
  expect(machine.fetched).toEqual([wheel]);
  const { tfjsNode } = machine;
  const dependencies = path.join(tfjsNode, 'deps');
  expect(machine.read('compiled-with').trim().split('\n')).toEqual([
    ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
    ...[`-I${headers}`, `-I${dependencies}/include`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(tfjsNode, 'binding', name)),
    quiet,
    ...[`-L${dependencies}/lib`, '-ltensorflow', '-ltensorflow_framework'],
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', `${tfjsNode}/lib/napi-v8/tfjs_binding.node.unfinished`],
  ]);
  const link = (name: string) => fs.readlinkSync(path.join(dependencies, 'lib', name));
  expect(link('libtensorflow.so')).toBe('libtensorflow_cc.so.2');
  expect(link('libtensorflow_framework.so')).toBe('libtensorflow_framework.so.2');
  expect(machine.read('tfjs-node/deps/include/tensorflow/c/c_api.h')).toBe('include/tensorflow/c/c_api.h');
  expect(machine.has('tfjs-node/deps/tensorflow/python')).toBe(false);
  expect(await machine.setUp()).toEqual([]);
});

test('macOS arm64 unpacks its wheel and compiles the addon with Apple’s compiler alone', async () => {
  const machine = standInMachine('darwin', 'arm64');
  await expect(machine.setUp()).rejects.toThrow(
    'Apple’s Command Line Tools are needed for their C++ compiler.\nInstall them (xcode-select --install)',
  );
  expect(machine.fetched).toEqual([]);
  machine.addCompiler();
  expect(await machine.setUp()).toEqual([getting, compiling, testing]);
  expect(machine.fetched).toEqual(['tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl']);
  const { tfjsNode } = machine;
  const dependencies = path.join(tfjsNode, 'deps');
  expect(machine.read('compiled-with').trim().split('\n')).toEqual([
    ...['-O2', '-std=c++17', '-shared', '-undefined', 'dynamic_lookup'],
    ...['-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', `-I${headers}`, `-I${dependencies}/include`],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(tfjsNode, 'binding', name)),
    ...[`-L${dependencies}/lib`, '-ltensorflow', '-ltensorflow_framework'],
    ...['-Wl,-rpath,@loader_path/../../deps/lib', '-o'],
    `${tfjsNode}/lib/napi-v8/tfjs_binding.node.unfinished`,
  ]);
  const link = (name: string) => fs.readlinkSync(path.join(dependencies, 'lib', name));
  expect(link('libtensorflow.dylib')).toBe('libtensorflow_cc.2.dylib');
  expect(link('libtensorflow_framework.dylib')).toBe('libtensorflow_framework.2.dylib');
  expect(await machine.setUp()).toEqual([]);
});

test('only Linux x64 gets CUDA for its card, and keeps it when the card is gone', () => {
  const titles = (platform: NodeJS.Platform, arch: string) =>
    standInMachine(platform, arch, { hasCard: true })
      .steps()
      .map(({ title }) => title);
  const withCuda = 'Getting TensorFlow 2.21.0 and CUDA 12 for the graphics card';
  expect(titles('linux', 'x64')).toEqual([withCuda, compiling, testing]);
  expect(titles('linux', 'arm64')).toEqual([getting, compiling, testing]);
  expect(titles('darwin', 'arm64')).toEqual([getting, compiling, testing]);
  expect(titles('darwin', 'x64')).toEqual([script, testing]);
  expect(titles('win32', 'x64')).toEqual([script, testing]);

  const machine = standInMachine('linux', 'x64');
  const unpacked = wheelsFor('linux-x64')?.card?.map(({ wheel, prefixes }) =>
    [wheel.sha256, ...prefixes].join(' '),
  );
  machine.write('tfjs-node/deps/unpacked', String(unpacked?.join('\n')));
  expect(machine.steps()[0]).toMatchObject({ title: withCuda });
  expect(machine.steps()[0]?.isDone()).toBe(true);
});

test('on Intel Macs the script of tfjs-node installs TensorFlow', async () => {
  const machine = standInMachine('darwin', 'x64');
  expect(await machine.setUp()).toEqual([script, testing]);
  expect(machine.fetched).toEqual([]);
  expect(await machine.setUp()).toEqual([]);
});

test('on Windows the library is copied beside the addon that the script made', async () => {
  const machine = standInMachine('win32', 'x64');
  expect(await machine.setUp()).toEqual([script, testing]);
  expect(machine.read('tfjs-node/lib/napi-v8/tensorflow.dll')).toBe('a library');
  expect(await machine.setUp()).toEqual([]);
  fs.rmSync(path.join(machine.tfjsNode, 'lib/napi-v8/tensorflow.dll'));
  await expect(machine.setUp()).rejects.toThrow('does not load');
  expect(await machine.setUp()).toEqual([script, testing]);
});

test('on Windows a script that fails is reported with what the machine lacks', async () => {
  const machine = standInMachine('win32', 'x64');
  vi.stubEnv('VCINSTALLDIR', undefined);
  machine.write('tfjs-node/no-compiler', '');
  const setUp = machine.setUp();
  await expect(setUp).rejects.toThrow('gyp ERR! find VS');
  await expect(setUp).rejects.toThrow('This machine lacks Microsoft’s C++ build tools');
  await expect(machine.setUp()).rejects.toThrow('gyp ERR! find VS');
});

test('what tfjs-node’s script lacks is named', () => {
  vi.stubEnv('VCINSTALLDIR', undefined);
  const nothing = () => undefined;
  expect(missingTools('win32', nothing).join(', ')).toMatch(/^Microsoft’s C\+\+ build tools .*, Python 3/);
  expect(missingTools('darwin', nothing).join(', ')).toMatch(/^Apple’s Command Line Tools .*, Python 3/);
  const python = (command: string) => (command === 'py' ? '' : undefined);
  expect(missingTools('win32', python)).toEqual([expect.stringMatching('Microsoft’s')]);
  const finder = (command: string) => (/vswhere/.test(command) ? 'C:\\Visual Studio' : undefined);
  expect(missingTools('win32', finder)).toEqual([expect.stringMatching('Python 3')]);
  // vswhere succeeds with no output where no Visual Studio has a compiler.
  expect(missingTools('win32', () => '')).toEqual([expect.stringMatching('Microsoft’s')]);
  vi.stubEnv('VCINSTALLDIR', 'C:\\VC');
  expect(missingTools('win32', python)).toEqual([]);
  vi.unstubAllEnvs();
});

test.each([
  ['linux', 'x64', [getting, compiling, testing]],
  ['darwin', 'arm64', [getting, compiling, testing]],
  ['darwin', 'x64', [script, testing]],
  ['win32', 'x64', [script, testing]],
] as const)('on %s %s an addon that does not load is made anew', async (platform, arch, steps) => {
  const machine = standInMachine(platform, arch);
  machine.addCompiler();
  machine.write('tfjs-node/made', 'half an addon');
  await expect(machine.setUp()).rejects.toThrow(/does not load.*\n(.*\n)*.*invalid ELF header/);
  machine.write('tfjs-node/made', 'an addon');
  expect(await machine.setUp()).toEqual(steps);
  expect(await machine.setUp()).toEqual([]);
});

test('a compiled addon that has changed is compiled again', async () => {
  const machine = standInMachine('linux', 'x64');
  machine.addCompiler();
  await machine.setUp();
  machine.write('tfjs-node/lib/napi-v8/tfjs_binding.node', 'half an addon');
  expect(await machine.setUp()).toEqual([compiling]);
});

test('the system’s own compiler is used, and asked for in one sentence where it is missing', () => {
  const linux = (...commands: string[]) => findCompiler('linux', (command) => commands.includes(command));
  expect(linux('g++', 'clang++')).toBe('g++');
  expect(() => linux()).toThrow('A C++ compiler is needed.');
  // Without Apple's tools there is a `c++` that opens a dialog, so it is not asked.
  const asked: string[] = [];
  const askedFor = (command: string) => asked.push(command) < 0;
  expect(() => findCompiler('darwin', askedFor)).toThrow('xcode-select --install');
  expect(asked).toEqual(['xcode-select']);
});

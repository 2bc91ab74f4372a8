/** A stand-in for tfjs-node and for the commands with which it is installed, to play through other systems' set-up. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { onTestFinished, vi } from 'vitest';
import { run, works } from '../command.mjs';
import { tensorflowSteps } from '../tensorflow.mjs';

/** Like tfjs-node's, but the addon is a text, and on Windows the library has to lie beside it. */
const main = `
var fs = require('fs'), path = require('path');
var binary = require('@mapbox/node-pre-gyp');
var file = binary.find(path.resolve(path.join(__dirname, '/../package.json')));
if (fs.readFileSync(file, 'utf8') !== 'an addon') throw new Error('invalid ELF header');
var needsLibrary = fs.existsSync(path.join(__dirname, '../deps/lib/tensorflow.dll'));
if (needsLibrary && fs.readFileSync(path.join(file, '../tensorflow.dll'), 'utf8') !== 'a library')
  throw new Error('The specified module could not be found.');
exports.ones = exports.conv2d = () => ({ dataSync() {} });
`;

/** What tfjs-node's script leaves on Windows: the library in another folder than the addon. */
const windowsScript = `
const fs = require('fs');
for (const folder of ['deps/lib', 'lib/napi-v8', 'lib/napi-v10']) fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync('deps/lib/tensorflow.dll', 'a library');
fs.writeFileSync('lib/napi-v10/tensorflow.dll', 'a library');
if (!fs.existsSync('no-compiler')) fs.writeFileSync('lib/napi-v8/tfjs_binding.node', fs.readFileSync('made', 'utf8'));
else { console.log('gyp ERR! find VS'); process.exit(1); }
`;

const macScript = `
const fs = require('fs');
fs.mkdirSync('lib/napi-v8', { recursive: true });
fs.writeFileSync('lib/napi-v8/tfjs_binding.node', fs.readFileSync('made', 'utf8'));
`;

/** Stands in for a C++ compiler: writes its arguments down, and what the file `made` says to its output. */
const compiler = `#!/bin/sh
[ "$1" != --version ] || exit 0
here=\${0%/bin/*}
printf '%s\\n' "$@" > "$here/compiled-with"
for output; do :; done
cat "$here/tfjs-node/made" > "$output"
`;

/** A machine with this platform and architecture, in a folder that is removed when the test ends. */
export function standInMachine(platform: NodeJS.Platform, arch: string, { hasCard = false } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'machine-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    fs.rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: 0o755 });
  };
  write('tfjs-node/package.json', '{ "main": "dist/index.js" }');
  write('tfjs-node/dist/index.js', main);
  write('tfjs-node/dist/nodejs_kernel_backend.js', '');
  write('tfjs-node/dist/kernels/TopK.js', '');
  write('tfjs-node/scripts/install.js', platform === 'win32' ? windowsScript : macScript);
  for (const name of ['tfjs_backend.cc', 'tfjs_binding.cc', 'utils.h'])
    write(`tfjs-node/binding/${name}`, name);
  write('tfjs-node/made', 'an addon');
  vi.stubEnv('PATH', `${path.join(folder, 'bin')}:${process.env['PATH']}`);
  const tfjsNode = path.join(folder, 'tfjs-node');
  const fetched: string[] = [];
  const fetchWheel = (wheel: { file: string }) => {
    fetched.push(wheel.file);
    const suffix = platform === 'darwin' ? '2.dylib' : 'so.2';
    const files = [
      ...[`libtensorflow_cc.${suffix}`, `libtensorflow_framework.${suffix}`, 'python/not-wanted.py'],
      'include/tensorflow/c/c_api.h',
    ];
    const entries = files.map((name) => [`tensorflow/${name}`, Buffer.from(name)] as const);
    const wheelFile = path.join(folder, 'wheel.whl');
    fs.writeFileSync(wheelFile, zipSync(Object.fromEntries(entries)));
    return Promise.resolve(wheelFile);
  };
  return {
    tfjsNode,
    /** The wheels that were fetched. */
    fetched,
    write,
    has: (name: string) => fs.existsSync(path.join(folder, name)),
    read: (name: string) => fs.readFileSync(path.join(folder, name), 'utf8'),
    /** Installs the compiler and what goes with it. */
    addCompiler() {
      write('bin/c++', compiler);
      write('bin/xcode-select', '#!/bin/sh\n');
    },
    steps: () =>
      tensorflowSteps({ platform, arch, tfjsNode }, { fetchWheel, hasCard: () => hasCard, run, works }),
    /** Takes the steps that are not done, as `setUp` does. @returns their titles */
    async setUp() {
      const taken: string[] = [];
      for (const step of this.steps()) {
        if (step.isDone()) continue;
        taken.push(step.title);
        await step.work(() => {});
      }
      return taken;
    },
  };
}

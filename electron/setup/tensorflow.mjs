import fs from 'node:fs';
import path from 'node:path';
import { run, works } from './command.mjs';
import { megabytes } from './disk.mjs';
import { mendTfjsNode } from './mend-tfjs-node.mjs';
import { hasCard } from './nvidia.mjs';
import { inRoot, root } from './places.mjs';
import { SetupProblem } from './problem.mjs';
import { forCard, forProcessor } from './tensorflow-wheels.mjs';
import { fetchWheel, unpackWheel } from './wheel.mjs';

/**
 * Whether there is a wheel of TensorFlow for this machine. Its libraries are then used with tfjs-node, whose addon is
 * compiled against them: they are newer than those tfjs-node would download, and come from a package registry.
 */
const hasWheel = process.platform === 'linux' && process.arch === 'x64';

const tfjsNode = inRoot('node_modules/@tensorflow/tfjs-node');
const dependencies = path.join(tfjsNode, 'deps');
const addon = path.join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');
const quietSource = inRoot('electron/setup/quiet-tensorflow.cc');
/** Marks that a step writes last, with the checksums of the wheels it used. */
const librariesMark = path.join(dependencies, 'unpacked');
const addonMark = path.join(tfjsNode, 'lib/compiled');
const trialMark = path.join(tfjsNode, 'lib/tried-without-installer');

/** @param {typeof forProcessor} parts */
const originOf = (parts) => parts.map(({ wheel }) => wheel.sha256).join('\n');
/** Whether this machine has a card that TensorFlow can use. */
export const trainsOnCard = () => hasWheel && hasCard();
/** Once installed, TensorFlow for a card is kept: it works on a processor too, and checking for a card takes time. */
const isForCard = isMarked(librariesMark, originOf(forCard)) || trainsOnCard();
const parts = isForCard ? forCard : forProcessor;
const origin = originOf(parts);

/** @type {import('./steps.mjs').Step} */
const libraries = {
  title: isForCard
    ? 'Getting TensorFlow 2.21.0 and CUDA 12 for the graphics card'
    : 'Getting TensorFlow 2.21.0',
  isDone: () => isMarked(librariesMark),
  async work(report) {
    const unpacked = path.join(tfjsNode, 'unfinished');
    fs.rmSync(unpacked, { recursive: true, force: true });
    fs.mkdirSync(path.join(unpacked, 'lib'), { recursive: true });
    for (const [index, { wheel, prefixes, unpackedBytes }] of parts.entries()) {
      const place = parts.length > 1 ? `${index + 1} of ${parts.length} (${megabytes(wheel.bytes)}), ` : '';
      /** @param {string} progress */
      const reportPart = (progress) => report(`${place}${progress}`);
      const file = await fetchWheel(wheel, reportPart);
      await unpackWheel(file, unpacked, unpackedBytes, prefixes, reportPart);
    }
    const from = path.join(unpacked, 'tensorflow');
    fs.renameSync(path.join(from, 'include'), path.join(unpacked, 'include'));
    for (const name of ['libtensorflow_cc', 'libtensorflow_framework']) {
      fs.renameSync(path.join(from, `${name}.so.2`), path.join(unpacked, 'lib', `${name}.so.2`));
    }
    fs.symlinkSync('libtensorflow_cc.so.2', path.join(unpacked, 'lib/libtensorflow.so'));
    fs.symlinkSync('libtensorflow_framework.so.2', path.join(unpacked, 'lib/libtensorflow_framework.so'));
    if (isForCard) finishCuda(path.join(unpacked, 'nvidia'));
    fs.rmSync(dependencies, { recursive: true, force: true });
    fs.renameSync(unpacked, dependencies);
    fs.writeFileSync(librariesMark, origin);
  },
};

/**
 * TensorFlow finds CUDA's libraries in folders beside its own, apart from cuSOLVER when it checks for it, so a link
 * is put into a folder that it searches.
 * @param {string} cuda
 */
function finishCuda(cuda) {
  const solver = 'libcusolver.so.11';
  fs.symlinkSync(`../../cusolver/lib/${solver}`, path.join(cuda, 'cublas/lib', solver));
  fs.chmodSync(path.join(cuda, 'cuda_nvcc/bin/ptxas'), 0o755);
}

/** @type {import('./steps.mjs').Step} */
const compiledAddon = {
  title: 'Compiling the bridge from Node to TensorFlow',
  isDone: () => fs.existsSync(addon) && isMarked(addonMark, addonOrigin()),
  async work() {
    const compiler = ['c++', 'g++', 'clang++'].find((command) => works(command, '--version'));
    if (!compiler) {
      throw new SetupProblem(
        'A C++ compiler is needed.',
        'Install one (Debian, Ubuntu: apt-get install g++), then run the same command again.',
      );
    }
    const binding = path.join(tfjsNode, 'binding');
    const unfinished = `${addon}.unfinished`;
    fs.mkdirSync(path.dirname(addon), { recursive: true });
    await run(compiler, [
      ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
      `-I${inRoot('node_modules/node-api-headers/include')}`,
      `-I${path.join(dependencies, 'include')}`,
      ...fs
        .readdirSync(binding, 'utf8')
        .flatMap((name) => (name.endsWith('.cc') ? [path.join(binding, name)] : [])),
      quietSource,
      ...[`-L${path.join(dependencies, 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
      ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', unfinished],
    ]);
    fs.renameSync(unfinished, addon);
    fs.writeFileSync(addonMark, addonOrigin());
  },
};

/** @type {import('./steps.mjs').Step} */
const ownInstallation = {
  title: "Installing TensorFlow with tfjs-node's own script",
  isDone: () => fs.existsSync(addon),
  async work() {
    const commands = [inRoot('node_modules/.bin'), process.env.PATH].join(path.delimiter);
    await run(process.execPath, ['scripts/install.js'], { cwd: tfjsNode, env: { PATH: commands } });
  },
};

/** @type {import('./steps.mjs').Step} */
const trial = {
  title: 'Testing TensorFlow',
  isDone: () => isMarked(trialMark),
  async work() {
    mendTfjsNode(tfjsNode);
    const convolution = "tf.conv2d(tf.ones([1, 3, 3, 1]), tf.ones([3, 3, 1, 1]), 1, 'same').dataSync()";
    await run(process.execPath, ['-e', `const tf = require('@tensorflow/tfjs-node'); ${convolution}`], {
      cwd: root,
    });
    fs.writeFileSync(trialMark, origin);
  },
};

export const tensorflow = [...(hasWheel ? [libraries, compiledAddon] : [ownInstallation]), trial];

/**
 * @param {string} mark
 * @param {string} [by]
 */
function isMarked(mark, by = origin) {
  return fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === by;
}

/** Identifies the sources of the addon. */
function addonOrigin() {
  return `${origin}\n${fs.readFileSync(quietSource, 'utf8')}`;
}

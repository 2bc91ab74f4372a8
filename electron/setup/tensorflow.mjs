import fs from 'node:fs';
import path from 'node:path';
import {
  addonSources,
  compilerArguments,
  findCompiler,
  libraryNames,
  nodeHeaders,
} from './addon-compiler.mjs';
import { hasCard } from '../../model/machine/nvidia.mjs';
import { run, works } from './command.mjs';
import { megabytes } from './disk.mjs';
import { ownInstallation } from './own-installation.mjs';
import { inRoot } from './places.mjs';
import { StepMark } from './step-mark.mjs';
import { wheelsFor } from './tensorflow-wheels.mjs';
import { hashOf, trialOf } from './tfjs-node.mjs';
import { fetchWheel, unpackWheel } from './wheel.mjs';

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('./tensorflow-wheels.mjs').Part} Part
 * @typedef {import('./tfjs-node.mjs').Installation} Installation
 * @typedef {{ fetchWheel: typeof fetchWheel, hasCard: typeof hasCard, run: typeof run, works: typeof works }} Machine
 */

/** The steps that install TensorFlow on this machine. */
export const tensorflow = tensorflowSteps(
  {
    platform: process.platform,
    arch: process.arch,
    tfjsNode: inRoot('node_modules/@tensorflow/tfjs-node'),
  },
  { fetchWheel, hasCard, run, works },
);

/**
 * The steps that install TensorFlow on a system. Where a wheel has its libraries, tfjs-node's addon is compiled
 * against them: they are newer than those tfjs-node would download, and come from a package registry.
 * @param {Installation} installation
 * @param {Machine} machine
 * @returns {Step[]}
 */
export function tensorflowSteps(installation, machine) {
  const wheels = wheelsFor(`${installation.platform}-${installation.arch}`);
  if (!wheels) {
    const { step, mark } = ownInstallation(installation);
    return [step, trialOf(installation, [mark])];
  }
  const unpacked = new StepMark(path.join(installation.tfjsNode, 'deps/unpacked'));
  const compiled = new StepMark(path.join(installation.tfjsNode, 'lib/compiled-addon'));
  const { processor, card } = wheels;
  // Once installed, TensorFlow for a card is kept: it works on a processor too, and checking for a card takes time.
  const isForCard = card !== undefined && (unpacked.says(originOf(card)) || machine.hasCard());
  const parts = isForCard ? card : processor;
  return [
    librariesStep(installation, parts, unpacked, machine),
    addonStep(installation, originOf(parts), compiled, machine),
    trialOf(installation, [unpacked, compiled]),
  ];
}

/** Identifies what is unpacked. @param {readonly Part[]} parts */
function originOf(parts) {
  return parts.map(({ wheel, prefixes }) => [wheel.sha256, ...prefixes].join(' ')).join('\n');
}

/**
 * @param {Installation} installation
 * @param {readonly Part[]} parts
 * @param {StepMark} mark
 * @param {Machine} machine
 * @returns {Step}
 */
function librariesStep({ platform, tfjsNode }, parts, mark, { fetchWheel, works }) {
  const withCuda = parts.length > 1;
  return {
    title: withCuda
      ? 'Getting TensorFlow 2.21.0 and CUDA 12 for the graphics card'
      : 'Getting TensorFlow 2.21.0',
    isDone: () => mark.says(originOf(parts)),
    async work(report) {
      // It is needed next, and missing on many machines.
      findCompiler(platform, works);
      const unfinished = path.join(tfjsNode, 'unfinished');
      fs.rmSync(unfinished, { recursive: true, force: true });
      fs.mkdirSync(path.join(unfinished, 'lib'), { recursive: true });
      for (const [index, { wheel, prefixes, unpackedBytes }] of parts.entries()) {
        const place = withCuda ? `${index + 1} of ${parts.length} (${megabytes(wheel.bytes)}), ` : '';
        /** @param {string} progress */
        const reportPart = (progress) => report(`${place}${progress}`);
        const file = await fetchWheel(wheel, reportPart);
        await unpackWheel(file, unfinished, unpackedBytes, prefixes, reportPart);
      }
      fs.renameSync(path.join(unfinished, 'tensorflow/include'), path.join(unfinished, 'include'));
      for (const { file, link } of libraryNames(platform)) {
        fs.renameSync(path.join(unfinished, 'tensorflow', file), path.join(unfinished, 'lib', file));
        fs.symlinkSync(file, path.join(unfinished, 'lib', link));
      }
      if (withCuda) finishCuda(path.join(unfinished, 'nvidia'));
      const dependencies = path.join(tfjsNode, 'deps');
      fs.rmSync(dependencies, { recursive: true, force: true });
      fs.renameSync(unfinished, dependencies);
      mark.set(originOf(parts));
    },
  };
}

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

/**
 * @param {Installation} installation
 * @param {string} libraries identifies those that it is compiled against
 * @param {StepMark} mark
 * @param {Machine} machine
 * @returns {Step}
 */
function addonStep({ platform, tfjsNode }, libraries, mark, { run, works }) {
  const addon = path.join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');
  const sources = addonSources(platform, path.join(tfjsNode, 'binding'));
  const origin = () => [libraries, ...[...sources, addon].map((file) => hashOf(file))].join('\n');
  return {
    title: 'Compiling the bridge from Node to TensorFlow',
    isDone: () => fs.existsSync(addon) && mark.says(origin()),
    async work() {
      const output = `${addon}.unfinished`;
      fs.mkdirSync(path.dirname(addon), { recursive: true });
      const dependencies = path.join(tfjsNode, 'deps');
      const include = [nodeHeaders, path.join(dependencies, 'include')];
      const files = { include, sources, libraries: path.join(dependencies, 'lib'), output };
      await run(findCompiler(platform, works), compilerArguments(platform, files));
      fs.renameSync(output, addon);
      mark.set(origin());
    },
  };
}

/**
 * Lets the engine work for long, and reports whether its memory stays level: a training of many steps, many galleries,
 * many pictures looked into.
 *
 *   npm run soak [-- --steps 10000 --galleries 1000 --looks 1000]
 *
 * Writes resources/docs/soak.md and the plot in it.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-node';
import { writeFileWhole } from '../files/write-file';
import { drawGallery, writeGallery } from '../gallery/gallery';
import { readValidation } from '../inspection/picture-source';
import { inspectImage } from '../inspection/inspect-image';
import { loadWeights } from '../run/checkpoint';
import { createRun } from '../run/create-run';
import { readRunRecord, runPaths } from '../run/run-folder';
import { presets } from '../presets';
import { TrainingControl } from '../training/control';
import { train } from '../training/train';
import { soakDocument, soakPlot, type Reading, type Soaked } from './soak-document';

const { values: given } = parseArgs({
  options: {
    steps: { type: 'string', default: '10000' },
    galleries: { type: 'string', default: '1000' },
    looks: { type: 'string', default: '1000' },
  },
});

const collectGarbage = garbageCollector();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'soak-'));
const run = path.join(folder, 'run');
try {
  const results = [await soakTraining(), await soakGalleries(), await soakLooks()];
  writeFileWhole('resources/docs/soak.svg', soakPlot(results));
  writeFileWhole('resources/docs/soak.md', soakDocument(results));
  console.log(soakDocument(results));
} finally {
  fs.rmSync(folder, { recursive: true });
}

async function soakTraining(): Promise<Soaked> {
  const steps = Number(given.steps);
  const [tiny] = presets;
  if (!tiny) throw new Error('There is no preset to train.');
  const settings = { ...tiny.settings, steps, evaluateEvery: 500, checkpointEvery: 500 };
  createRun(run, {
    name: 'soak',
    preset: tiny.name,
    settings,
    dataFolder: path.resolve('resources/example-images'),
  });
  const soaking = startSoak(`${steps} training steps`, steps);
  const report = (event: { type: string; step?: number }) => {
    if (event.type === 'step-done') soaking.after(event.step as number);
  };
  await train({ runFolder: run, resume: false }, { report, control: new TrainingControl() });
  return soaking.result;
}

async function soakGalleries(): Promise<Soaked> {
  const galleries = Number(given.galleries);
  const soaking = startSoak(`${galleries} galleries of 4 pictures`, galleries);
  for (let index = 1; index <= galleries; index++) {
    const id = `gallery-${index}`;
    await writeGallery(
      run,
      await drawGallery(run, { id, count: 4, seed: index, temperature: 1, start: 'blank' }),
    );
    fs.rmSync(runPaths(run).gallery(id), { recursive: true });
    soaking.after(index);
  }
  return soaking.result;
}

async function soakLooks(): Promise<Soaked> {
  const looks = Number(given.looks);
  const pictures = await readValidation(readRunRecord(run));
  const size = pictures.height * pictures.width * pictures.channels;
  const soaking = startSoak(`${looks} pictures inspected`, looks);
  for (let index = 1; index <= looks; index++) {
    const at = (index % pictures.count) * size;
    const picture = { ...pictures, count: 1, pixels: pictures.pixels.subarray(at, at + size) };
    inspectImage(loadWeights(run), picture).pixel(index % pictures.width, index % pictures.height);
    soaking.after(index);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return soaking.result;
}

/** Reads the memory a hundred times on the way. */
function startSoak(what: string, total: number): { result: Soaked; after(done: number): void } {
  const readings: Reading[] = [];
  const every = Math.max(1, Math.floor(total / 100));
  return {
    result: { what, readings },
    after(done) {
      if (done % every) return;
      collectGarbage();
      readings.push({
        share: done / total,
        tensors: tf.memory().numTensors,
        bytes: process.memoryUsage().rss,
      });
    },
  };
}

/** What waits to be collected is no leak. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

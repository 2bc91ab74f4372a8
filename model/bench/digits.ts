/**
 * Compares what the three architectures learn: networks of similar cost train on the same digits for the same time. Runs stay in the folder and resume where they stopped, so that more minutes can be added.
 *
 *   npm run digits -- --minutes 30 --folder ~/digits
 *
 * This writes the table into README.md, and pictures drawn by each network into resources/docs/.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate } from '../evaluate';
import type { TrainingEvent } from '../events';
import { readDataset } from '../images/dataset';
import { histogramBits, pngBits } from '../images/reference-losses';
import { encodeSheet } from '../images/picture-sheet';
import { parametersOf } from '../nets/model-shape';
import { countLive } from '../nets/parameters';
import { writeFileWhole } from '../files/write-file';
import { readRunRecord, runPaths } from '../run/run-folder';
import { drawPictures } from '../sampling/sample';
import { loadCheckpoint, loadWeights } from '../run/checkpoint';
import { TrainingControl } from '../training/control';
import { createRun } from '../run/create-run';
import { train } from '../training/train';
import { contenders, type Contender } from './digits-contenders';
import { writeDigits, side } from './digits-images';
import { digitsTable, type Baselines, type Result } from './digits-table';
import { writeBetween } from './readme-part';
import { currentReading } from '../images/reading-rules';

const { values: given } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, folder: { type: 'string', default: 'digits' } },
});
const minutes = Number(given.minutes);
if (!(minutes > 0)) throw new RangeError(`--minutes must be a number above 0, not ${given.minutes}`);
const folder = path.resolve(given.folder);

await writeDigits(folder);
const results: Result[] = [];
for (const contender of contenders) {
  await trainFor(minutes * 60_000, contender);
  results.push(await measure(contender));
}
const table = digitsTable(results, await baselines(), minutes);
writeBetween('digits', 'npm run digits', table);
console.log(table);

/** Trains until the run has reached this training time in total. */
async function trainFor(milliseconds: number, { name, settings }: Contender): Promise<void> {
  const runFolder = path.join(folder, name);
  const isNew = !fs.existsSync(runPaths(runFolder).last);
  if (isNew) {
    fs.rmSync(runFolder, { recursive: true, force: true });
    createRun(runFolder, { name, preset: '', settings, dataFolder: path.join(folder, 'train') });
  } else if (loadCheckpoint(runFolder).state.milliseconds >= milliseconds) return;
  const control = new TrainingControl();
  const report = (event: TrainingEvent) => {
    if (event.type === 'step-done' && event.milliseconds >= milliseconds) control.stop();
    if (event.type === 'evaluated') {
      console.log(
        `${name}: step ${event.step}, validation ${event.validation.bits.toFixed(4)} bits per dimension`,
      );
    }
  };
  await train({ runFolder, resume: !isNew }, { report, control });
}

async function measure({ name, label }: Contender): Promise<Result> {
  const runFolder = path.join(folder, name);
  const run = loadWeights(runFolder);
  const { loss } = await evaluate(run, path.join(folder, 'test'), () => {});
  const { pictures } = await drawPictures(run, { count: 64, seed: 1, temperature: 1, start: 'blank' });
  const file = `resources/docs/digits-${name}.png`;
  writeFileWhole(path.resolve(file), await encodeSheet(pictures, {}, { scale: 2 }));
  const { state } = loadCheckpoint(runFolder);
  const { machine, settings, dataFiles } = readRunRecord(runFolder);
  return {
    label,
    settings,
    nats: loss.nats * side * side,
    parameters: countLive(parametersOf(run.record)),
    steps: state.step,
    epochs: (state.step * settings.batchSize) / dataFiles.length,
    minutes: state.milliseconds / 60_000,
    machine,
    pictures: file,
  };
}

/** The loss of the test images without a network, in nats per image. */
async function baselines(): Promise<Baselines> {
  const { settings } = contenders[0] as Contender;
  const read = (part: string) =>
    readDataset(path.join(folder, part), { ...settings, reading: currentReading }, { keepDuplicates: true });
  const [training, test] = [await read('train'), await read('test')];
  const all = {
    ...training,
    count: training.count + test.count,
    pixels: joined(training.pixels, test.pixels),
  };
  const trainingIndices = Uint32Array.from({ length: training.count }, (_, i) => i);
  const testIndices = Uint32Array.from({ length: test.count }, (_, i) => training.count + i);
  const natsPerImage = side * side * Math.LN2;
  return {
    histogram: histogramBits(all, trainingIndices, testIndices) * natsPerImage,
    png: (await pngBits(all, testIndices)) * natsPerImage,
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

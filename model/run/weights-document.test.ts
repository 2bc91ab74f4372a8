/**
 * Checks resources/docs/weights.md: from exported files and pictures, its Python code must compute the same numbers
 * as the engine.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectImage } from '../inspection/inspect-image';
import { parametersOf, pictureForm } from '../nets/model-shape';
import { createNetwork, weightTensors } from '../nets/networks';
import { randomValues } from '../random';
import { readRunRecord, runPaths } from './run-folder';
import type { Settings } from '../settings';
import { closeTo } from '../testing/assertions';
import { storeRandomRun } from '../testing/random-run';
import { loadCheckpoint, loadWeights, saveCheckpoint } from './checkpoint';
import { exportRun } from './export-run';

const text = fs.readFileSync('resources/docs/weights.md', 'utf8');
const document = [...text.matchAll(/^```python\n([^]*?)^```$/gm)].map(([, block]) => block).join('\n');

/** Calls the document's functions for the numbers that the engine computes too. */
const questions = `
import sys
given = json.load(sys.stdin)
levels = np.array(given["pixels"]).reshape(given["shape"])
outputs = outputs_of(tensors, metadata, levels, given["label"])
shown = without_hidden(read_safetensors(given["checkpoint"])[0], settings)
exported = from_state_dict(tensors, settings) if metadata["format"] == "pt" else tensors
json.dump({
    "shape": outputs.shape,
    "outputs": outputs.ravel().tolist(),
    "probabilities": probabilities(outputs, levels, settings).ravel().tolist(),
    "hidesAsExported": all(np.array_equal(shown[name], exported[name]) for name in shown),
}, sys.stdout)
`;

interface Answer {
  /** What the document prints for a picture of level 0. */
  bitsPerDim: number;
  shape: number[];
  outputs: number[];
  probabilities: number[];
  hidesAsExported: boolean;
}

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'weights-document-'));
  fs.writeFileSync(path.join(folder, 'document.py'), document + questions);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Runs the document in the folder of its `weights.safetensors`. */
function answerOf(place: string, given: object): Answer {
  const said = execFileSync('python3', [path.join(folder, 'document.py')], {
    cwd: place,
    encoding: 'utf8',
    input: JSON.stringify(given),
  });
  const [printed = '', answer = ''] = said.split('\n');
  return { ...(JSON.parse(answer) as Answer), bitsPerDim: Number(printed.split(': ')[1]) };
}

const nets: Partial<Settings>[] = [
  { architecture: 'plain', filters: 6, blocks: 2, firstKernel: 5, kernel: 3 },
  { architecture: 'gated', filters: 5, blocks: 3, firstKernel: 5, kernel: 3, headFilters: 7 },
  { architecture: 'plus-plus', filters: 4, blocks: 2, mixtures: 3 },
];
const forms: Record<string, Partial<Settings>> = {
  grey: {},
  'bare levels': { inputScaling: 'levels' },
  colour: { colour: 'rgb' },
  palette: { colour: 'palette' },
  classes: { classes: 'folders' },
  'colour, classes, averaged weights': { colour: 'rgb', classes: 'folders', averageDecay: 0.9 },
};
const cases = nets.flatMap((net) =>
  Object.entries(forms).map(([form, changes]) => ({ ...net, form, changes: { ...net, ...changes } })),
);

test.each(cases)('the document computes the same as the engine: $architecture, $form', ({ changes }) => {
  const place = fs.mkdtempSync(path.join(folder, 'case-'));
  const runFolder = path.join(place, 'run');
  const record = storeRandomRun(runFolder, { size: 10, levels: 5, ...changes });
  if (record.settings.averageDecay) makeAverageDiffer(runFolder);
  exportRun(runFolder, path.join(place, 'weights.safetensors'));

  const run = loadWeights(runFolder);
  const { channels, classes, levels } = pictureForm(record);
  // PixelCNN++ pads both sides.
  const [height, width] = [10, 7];
  const pixels = Uint8Array.from(randomValues(height * width * channels, 1, 0), (die) =>
    Math.floor(levels * die),
  );
  const name = record.settings.averageDecay ? 'average' : 'weights';
  const checkpoint = `${runPaths(runFolder).checkpoint(run.step)}/${name}.safetensors`;
  const given = { pixels: [...pixels], shape: [1, height, width, channels], checkpoint };
  const answer = answerOf(place, { ...given, label: classes ? 2 : null });

  const network = createNetwork(record);
  const outputs = tf.tidy(() => {
    const pictures = tf.tensor4d(pixels, [1, height, width, channels], 'int32');
    const options = classes ? { labels: tf.tensor1d([2], 'int32') } : {};
    return network.outputs(weightTensors(network, run.weights), pictures, options);
  });
  expect(answer.shape).toEqual(outputs.shape);
  closeTo(outputs, answer.outputs, 1e-4);
  outputs.dispose();

  const inspection = inspectImage(run, { count: 1, height, width, channels, levels, pixels }, 2);
  const probabilities = Array.from({ length: height * width }, (_, at) => {
    const pixel = inspection.pixel(at % width, Math.floor(at / width));
    return pixel.probabilities.flatMap((own) => [...own]);
  }).flat();
  closeTo(probabilities, answer.probabilities, 1e-4);

  const lowest = {
    count: 1,
    height: 10,
    width: 10,
    channels,
    levels,
    pixels: new Uint8Array(100 * channels),
  };
  expect(answer.bitsPerDim).toBeCloseTo(inspectImage(run, lowest).bitsPerDim, 4);
  expect(answer.hidesAsExported).toBe(true);
});

/** Makes the averaged weights differ from the weights, as in a trained run. */
function makeAverageDiffer(runFolder: string): void {
  const checkpoint = loadCheckpoint(runFolder);
  const average = checkpoint.weights.map((value) => 0.5 * value);
  saveCheckpoint(runFolder, parametersOf(readRunRecord(runFolder)), { ...checkpoint, average });
}

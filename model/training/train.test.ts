import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toErrorData, type ErrorData } from '../errors';
import type { TrainingEvent } from '../events';
import { parametersOf } from '../nets/architectures';
import { nameWeights } from '../nets/parameters';
import { readRunRecord, runPaths, writeRunRecord } from '../run/run-folder';
import { defaultSettings, type Settings } from '../settings';
import { drawPictures } from '../sampling/sample';
import { described } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';
import { loadCheckpoint, loadWeights, saveCheckpoint } from '../run/checkpoint';
import { TrainingControl } from './control';
import { createRun } from '../run/create-run';
import { exportRun } from '../run/export-run';
import { importRun } from '../run/import-run';
import { preferredMicroBatch } from './memory-estimate';
import { readMetrics } from '../run/metrics';
import { readSamples } from '../run/samples';
import type { TrainingRequest } from './control';
import { train } from './train';

const tiny: Settings = {
  ...defaultSettings,
  size: 8,
  levels: 4,
  filters: 8,
  blocks: 1,
  firstKernel: 5,
  learningRate: 1e-2,
  batchSize: 8,
  steps: 10,
  evaluateEvery: 5,
  checkpointEvery: 5,
  sampleCount: 4,
  validationShare: 0.2,
};

let folder: string;
let images: string;
let tensorsBefore: number;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'train-'));
  images = path.join(folder, 'images');
  await writeTinyImages(images, { count: 24, size: 8 });
  tensorsBefore = tf.memory().numTensors;
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
  // Whatever the ending, nothing is left behind.
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

interface Sitting {
  events: TrainingEvent[];
  error: ErrorData | undefined;
}

/** Trains, and tells everything that was heard. `listen` may use the control. */
async function sit(
  request: TrainingRequest,
  listen?: (event: TrainingEvent, control: TrainingControl) => void,
): Promise<Sitting> {
  const control = new TrainingControl();
  const events: TrainingEvent[] = [];
  const report = (event: TrainingEvent) => {
    events.push(event);
    listen?.(event, control);
  };
  let error: ErrorData | undefined;
  await train(request, { report, control }).catch((thrown: unknown) => {
    error = toErrorData(thrown);
  });
  return { events, error };
}

function newRun(name: string, changes: Partial<Settings> = {}): string {
  const runFolder = path.join(folder, name);
  createRun(runFolder, { name, preset: 'tiny', settings: { ...tiny, ...changes }, dataFolder: images });
  return runFolder;
}

const begin = (runFolder: string, listen?: Parameters<typeof sit>[1]) =>
  sit({ runFolder, resume: false }, listen);
const resume = (runFolder: string, more: Partial<TrainingRequest> = {}) =>
  sit({ runFolder, resume: true, ...more });
const typesOf = ({ events }: Sitting) =>
  events.map(({ type }) => type).filter((type) => type !== 'preparing');
const historyOf = (runFolder: string) => readRunRecord(runFolder).history.map(({ event }) => event);
const lossesOf = (runFolder: string) =>
  [...readMetrics(runFolder)].map((metric) => [
    metric.type,
    metric.step,
    'training' in metric ? metric.training : metric.validation,
  ]);
const stopAt = (step: number) => (event: TrainingEvent, control: TrainingControl) => {
  if (event.type === 'step-done' && event.step === step) control.stop();
};

test('a whole run: events in order, a loss that falls, and a folder that holds what was promised', async () => {
  const runFolder = newRun('whole', { steps: 40, evaluateEvery: 20, checkpointEvery: 20 });
  const sitting = await begin(runFolder);
  expect(sitting.error).toBeUndefined();
  const twenty = Array.from({ length: 20 }, () => 'step-done');
  const seen = ['samples-drawn', 'evaluated', 'checkpoint-saved'];
  expect(typesOf(sitting)).toEqual([
    'run-started',
    ...seen,
    ...twenty,
    ...seen,
    ...twenty,
    ...seen,
    'run-ended',
  ]);
  expect(sitting.events.find(({ type }) => type === 'run-started')).toMatchObject({
    step: 0,
    lastStep: 40,
    stepsPerEpoch: 3,
    trainingImages: 19,
    validationImages: 5,
    isAveraged: false,
    references: { uniform: 2 },
  });

  const metrics = [...readMetrics(runFolder)];
  const validation = metrics.flatMap((metric) => (metric.type === 'evaluated' ? [metric.validation] : []));
  // An untrained net knows nothing: about log2(4) bits.
  expect(Math.abs((validation[0]?.bits as number) - 2)).toBeLessThan(0.2);
  expect(validation[2]?.bits).toBeLessThan(0.8 * (validation[0]?.bits as number));
  expect(metrics.filter(({ type }) => type === 'step-done').map(({ step }) => step)).toEqual(
    Array.from({ length: 40 }, (_, i) => i + 1),
  );
  const milliseconds = metrics.map((metric) => metric.milliseconds);
  expect(milliseconds).toEqual([...milliseconds].sort((a, b) => a - b));

  const record = readRunRecord(runFolder);
  expect(record).toMatchObject({ status: 'finished', dataFolder: images });
  expect(record.dataFiles.length).toBe(24);
  expect(record.versions.tensorflow).toMatch(/^\d+\.\d+/);
  expect(historyOf(runFolder)).toEqual(['started', 'finished']);
  const { step, weights } = loadWeights(runFolder);
  expect(step).toBe(40);
  expect(weights.get('first.kernel')?.length).toBe(3 * 5 * 8);
  expect(fs.readFileSync(runPaths(runFolder).best, 'utf8').trim()).toBe('40');
  expect((await readSamples(runFolder)).map((sample) => [sample.step, sample.pictures.count])).toEqual([
    [0, 4],
    [20, 4],
    [40, 4],
  ]);
});

test('ten steps are five, a resume, and five, bit for bit', async () => {
  const changes = { keepEvery: 5 };
  const straight = newRun('straight', changes);
  await begin(straight);
  const halves = newRun('halves', { ...changes, steps: 5 });
  await begin(halves);
  const { events } = await resume(halves, { steps: 10 });

  const [a, b] = [loadCheckpoint(straight), loadCheckpoint(halves)];
  expect(b.weights).toEqual(a.weights);
  expect(b.firstMoment).toEqual(a.firstMoment);
  expect(b.secondMoment).toEqual(a.secondMoment);
  expect(b.state.step).toBe(10);
  expect(lossesOf(halves)).toEqual(lossesOf(straight));
  expect(await readSamples(halves)).toEqual(await readSamples(straight));
  expect(events).toContainEqual({ type: 'noticed', step: 5, notice: { code: 'resumed-exactly' } });
  expect(historyOf(halves)).toEqual(['started', 'finished', 'resumed-exactly', 'finished']);
  expect(readRunRecord(halves).settings.steps).toBe(10);
});

/** Everything there is to remember, in every architecture and for all kinds of pictures. */
const everything: Partial<Settings>[] = [
  {
    architecture: 'plus-plus',
    colour: 'rgb',
    classes: 'folders',
    filters: 4,
    mixtures: 2,
    dropout: 0.5,
    flips: 'horizontal',
    averageDecay: 0.9,
    warmUp: 7,
    learningRateDecay: 0.99,
    clipNorm: 0.5,
    beta1: 0.95,
    beta2: 0.9995,
  },
  { architecture: 'gated', colour: 'rgb', filters: 6, headFilters: 8, averageDecay: 0.9, clipNorm: 0.5 },
  { architecture: 'plain', colour: 'palette', levels: 6, flips: 'horizontal', warmUp: 3 },
];

// Making the graphs of PixelCNN++ takes long, and three sittings make each of theirs.
test.each(everything)('ten steps are five, a resume, and five, bit for bit, with %o', async (changes) => {
  fs.rmSync(images, { recursive: true });
  await writeTinyImages(images, { count: 14, size: 8, classes: 2, inColour: true });
  const own: Partial<Settings> = { ...changes, batchSize: 6, firstKernel: 3, sampleCount: 2 };
  const straight = newRun('straight', own);
  expect((await begin(straight)).error).toBeUndefined();
  const halves = newRun('halves', { ...own, steps: 5 });
  await begin(halves);
  const { error } = await resume(halves, { steps: 10 });
  expect(error).toBeUndefined();

  const [a, b] = [loadCheckpoint(straight), loadCheckpoint(halves)];
  expect({ ...b, state: {} }).toEqual({ ...a, state: {} });
  expect(lossesOf(halves)).toEqual(lossesOf(straight));
  expect(await readSamples(halves)).toEqual(await readSamples(straight));
  expect(historyOf(halves)).toEqual(['started', 'finished', 'resumed-exactly', 'finished']);

  const record = readRunRecord(halves);
  expect(record.classNames).toEqual(own.classes ? ['class-0', 'class-1'] : []);
  expect(record.palette).toHaveLength(own.colour === 'palette' ? 6 : 0);
  const { weights } = loadWeights(halves);
  const used = own.averageDecay ? b.average : b.weights;
  expect(used).not.toBeNull();
  expect(weights).toEqual(nameWeights(parametersOf(record), used as Float32Array));
  if (own.averageDecay) expect(b.average).not.toEqual(b.weights);
});

test('a run that died goes on from its last checkpoint as if nothing had been', async () => {
  const straight = newRun('straight');
  await begin(straight);
  const died = newRun('died');
  // It reached step 8, but saved no later than step 5: later lines and samples are of a past that is gone.
  await begin(died, (event) => {
    if (event.type === 'step-done' && event.step === 8) throw new Error('struck by lightning');
  });
  expect([...readMetrics(died)].at(-1)?.step).toBe(8);
  await resume(died);
  expect(loadCheckpoint(died).weights).toEqual(loadCheckpoint(straight).weights);
  expect([...readMetrics(died)].map(({ step }) => step)).toEqual(
    [...readMetrics(straight)].map(({ step }) => step),
  );
});

test('a run whose last checkpoint is damaged goes on from an earlier one as if it had never gone further', async () => {
  const whole = newRun('whole', { steps: 8 });
  await begin(whole);
  const runFolder = newRun('back', { steps: 6, checkpointEvery: 3, keepEvery: 3 });
  await begin(runFolder);
  const file = path.join(runPaths(runFolder).checkpoint(6), 'optimizer.safetensors');
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 9] = (bytes[bytes.length - 9] as number) ^ 4;
  fs.writeFileSync(file, bytes);
  const record = fs.readFileSync(runPaths(runFolder).record, 'utf8');
  expect((await resume(runFolder, { steps: 8 })).error).toMatchObject({
    code: 'checkpoint-damaged',
    facts: { step: 6, file, others: expect.arrayContaining([3]) as number[] },
  });
  expect(fs.readFileSync(runPaths(runFolder).record, 'utf8')).toBe(record);
  expect((await resume(runFolder, { steps: 8, checkpoint: 3 })).error).toBeUndefined();
  expect(loadCheckpoint(runFolder).weights).toEqual(loadCheckpoint(whole).weights);
  const steps = [...readMetrics(runFolder)].flatMap(({ type, step }) => (type === 'step-done' ? [step] : []));
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a run of an earlier format is one of this format once it goes on, since its checkpoints are', async () => {
  const runFolder = newRun('earlier', { steps: 2 });
  await begin(runFolder);
  writeRunRecord(runFolder, { ...readRunRecord(runFolder), format: 1, reading: 1 });
  await resume(runFolder, { steps: 4 });
  expect(readRunRecord(runFolder)).toMatchObject({ format: 2, reading: 1, status: 'finished' });
});

test('a damaged line among the metrics does not keep a run from going on, and is reported', async () => {
  const runFolder = newRun('line', { steps: 4 });
  await begin(runFolder);
  const { metrics } = runPaths(runFolder);
  const lines = fs.readFileSync(metrics, 'utf8').split('\n');
  lines[2] = lines[2]?.slice(5) ?? '';
  fs.writeFileSync(metrics, lines.join('\n'));
  const { events, error } = await resume(runFolder, { steps: 6 });
  expect(error).toBeUndefined();
  expect(events).toContainEqual({
    type: 'noticed',
    step: 4,
    notice: { code: 'skipped-metrics', lines: 1 },
  });
  expect(historyOf(runFolder)).toContain('skipped-metrics');
});

test('stopping saves, and the run goes on later from there', async () => {
  const straight = newRun('straight');
  await begin(straight);
  const stopped = newRun('stopped');
  const { events } = await begin(stopped, stopAt(3));
  expect(events.slice(-2)).toEqual([
    { type: 'checkpoint-saved', step: 3, best: false },
    { type: 'run-ended', step: 3, outcome: 'stopped' },
  ]);
  expect(readRunRecord(stopped).status).toBe('stopped');
  await resume(stopped);
  expect(loadCheckpoint(stopped).weights).toEqual(loadCheckpoint(straight).weights);
  expect(readRunRecord(stopped).status).toBe('finished');
});

test('stopping while the images are read ends the run before its first step', async () => {
  const runFolder = newRun('early');
  const { events, error } = await begin(runFolder, (event, control) => {
    if (event.type === 'preparing' && event.what === 'reading images') control.stop();
  });
  expect(error).toBeUndefined();
  expect(events.at(-1)).toEqual({ type: 'run-ended', step: 0, outcome: 'stopped' });
  expect(readRunRecord(runFolder).status).toBe('stopped');
});

test('pausing lets nothing happen until it goes on', async () => {
  const runFolder = newRun('paused');
  let stepsWhilePaused = 0;
  let pausedAt: number | undefined;
  let waited = 0;
  const reportedAt: number[] = [];
  const { events } = await begin(runFolder, (event, control) => {
    if (event.type !== 'step-done') return;
    reportedAt[event.step] = performance.now();
    if (pausedAt !== undefined) stepsWhilePaused++;
    if (event.step !== 4) return;
    void control.pause().then(() => {
      const began = (pausedAt = performance.now());
      setTimeout(() => {
        pausedAt = undefined;
        waited = performance.now() - began;
        control.continue();
      }, 300);
    });
  });
  expect(stepsWhilePaused).toBe(0);
  const [before, after] = [4, 5].map((at) =>
    events.find((event) => event.type === 'step-done' && event.step === at),
  );
  // The pause is not counted as training time.
  const elapsed = (event: TrainingEvent | undefined) => (event as { milliseconds: number }).milliseconds;
  const between = (reportedAt[5] as number) - (reportedAt[4] as number);
  expect(elapsed(after) - elapsed(before)).toBeLessThan(between - waited / 2);
});

test('a pause that is heard while the first graph is made takes no step', async () => {
  const runFolder = newRun('paused-early');
  let steps = 0;
  let stepsAtPause: number | undefined;
  await begin(runFolder, (event, control) => {
    if (event.type === 'step-done') steps++;
    // Saved right before the first step.
    if (event.type !== 'checkpoint-saved' || event.step !== 0) return;
    void control.pause().then(() => {
      stepsAtPause = steps;
      control.stop();
    });
  });
  expect(stepsAtPause).toBe(0);
  expect(steps).toBe(0);
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'stopped' });
  expect(loadCheckpoint(runFolder).state.step).toBe(0);
});

test('a stop is heard while paused', async () => {
  const runFolder = newRun('paused-and-stopped');
  const { events } = await begin(runFolder, (event, control) => {
    if (event.type === 'step-done' && event.step === 2) void control.pause().then(() => control.stop());
  });
  expect(events.at(-1)).toEqual({ type: 'run-ended', step: 2, outcome: 'stopped' });
});

test('without validation images there is no best', async () => {
  const runFolder = newRun('unvalidated', { validationShare: 0 });
  const { events, error } = await begin(runFolder);
  expect(error).toBeUndefined();
  expect(events.some(({ type }) => type === 'evaluated')).toBe(false);
  expect(fs.existsSync(runPaths(runFolder).best)).toBe(false);
  expect(loadWeights(runFolder).step).toBe(10);
  expect(() => loadWeights(runFolder, 'best')).toThrow(
    expect.objectContaining({ code: 'checkpoint-missing' }),
  );
});

test('only the last, the best and every Nth checkpoint stay', async () => {
  const runFolder = newRun('kept', { steps: 12, evaluateEvery: 100, checkpointEvery: 2, keepEvery: 4 });
  await begin(runFolder);
  const kept = fs.readdirSync(runPaths(runFolder).checkpoints).sort();
  expect(kept.filter((name) => !['last', 'best'].includes(name))).toEqual(['12', '4', '8']);
});

test('a loss that is no number ends the run, and nothing is saved over the checkpoint before it', async () => {
  const runFolder = newRun('exploding', { steps: 5 });
  await begin(runFolder);
  const good = loadCheckpoint(runFolder);
  const huge = { ...good, weights: good.weights.map((weight) => weight * 1e30) };
  saveCheckpoint(runFolder, parametersOf(described(tiny)), huge);
  const { error } = await resume(runFolder, { steps: 10 });
  expect(error).toEqual({ code: 'not-a-number', facts: { step: 6, backAt: 5 } });
  const failed = readRunRecord(runFolder);
  expect(failed.status).toBe('failed');
  expect(failed.history.at(-1)?.detail).toBe(
    'The loss stopped being a number at step 6. ' +
      'The weights grew without bound; most often the learning rate is too high',
  );
  expect(loadCheckpoint(runFolder)).toEqual(huge);
});

test('a run whose loss explodes goes back to its last good checkpoint, and can be looked into', async () => {
  // So deep and with such steps that its logits outgrow what a float holds.
  const exploding: Partial<Settings> = { filters: 32, blocks: 30, learningRate: 1, steps: 200 };
  const keeping: Partial<Settings> = { evaluateEvery: 4, checkpointEvery: 50 };
  const runFolder = newRun('exploded', { ...exploding, ...keeping, sampleCount: 1 });
  const { error, events } = await begin(runFolder);
  const stepsOf = (type: TrainingEvent['type']) =>
    events.flatMap((event) => (event.type === type && 'step' in event ? [event.step] : []));
  const backAt = stepsOf('checkpoint-saved').at(-1) as number;
  expect(error).toMatchObject({ code: 'not-a-number', facts: { backAt } });
  expect((error?.facts as { step: number }).step).toBeGreaterThan(backAt);
  const record = readRunRecord(runFolder);
  expect(record.status).toBe('failed');
  expect(record.history.at(-1)).toMatchObject({ event: 'failed', step: backAt });

  const kept = (type: TrainingEvent['type']) => stepsOf(type).filter((step) => step <= backAt);
  const metrics = [...readMetrics(runFolder)];
  for (const type of ['step-done', 'evaluated'] as const) {
    expect(metrics.filter((metric) => metric.type === type).map(({ step }) => step)).toEqual(kept(type));
  }
  expect(stepsOf('step-done').at(-1)).toBeGreaterThan(backAt);
  expect((await readSamples(runFolder)).map(({ step }) => step)).toEqual(kept('samples-drawn'));
  const { weights, step } = loadWeights(runFolder);
  expect(step).toBe(backAt);
  const request = { count: 1, seed: 1, temperature: 1, start: 'blank' } as const;
  expect((await drawPictures({ record, weights }, request)).complete).toBe(true);
});

test('a run that is told classes needs two of them', async () => {
  const runFolder = newRun('classless', { classes: 'folders' });
  expect((await begin(runFolder)).error).toEqual({
    code: 'too-few-classes',
    facts: { folder: images, classes: [] },
  });
  expect(readRunRecord(runFolder).status).toBe('failed');
});

test('a class that a network was not told of is refused, even where changed images are accepted', async () => {
  fs.rmSync(images, { recursive: true });
  await writeTinyImages(images, { count: 12, size: 8, classes: 2 });
  const runFolder = newRun('classes', { classes: 'folders', steps: 2 });
  expect((await begin(runFolder)).error).toBeUndefined();
  await writeTinyImages(path.join(images, 'new'), { count: 1, size: 9 });
  const { error } = await resume(runFolder, { steps: 4, acceptChangedData: true });
  expect(error).toEqual({
    code: 'class-unknown',
    facts: { className: 'new', known: ['class-0', 'class-1'] },
  });
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'finished', settings: { steps: 2 } });
});

test('a run keeps what its images cost without a network, and its colours', async () => {
  fs.rmSync(images, { recursive: true });
  await writeTinyImages(images, { count: 14, size: 8, inColour: true });
  const runFolder = newRun('kept', { colour: 'palette', levels: 4, steps: 2 });
  const { events } = await begin(runFolder);
  const { references, palette } = readRunRecord(runFolder);
  expect(events.find(({ type }) => type === 'run-started')).toMatchObject({ references });
  expect(references?.uniform).toBe(2);
  expect(references?.histogram).toBeLessThan(2);
  expect(references?.png).toBeGreaterThan(0);
  expect(new Set(palette).size).toBe(4);
  const [sample] = await readSamples(runFolder);
  expect(sample?.pictures).toMatchObject({ palette, channels: 1, levels: 4 });

  // What was chosen from all images stays, whatever images there are later.
  for (const file of fs.readdirSync(images).slice(0, 5)) fs.rmSync(path.join(images, file));
  await resume(runFolder, { steps: 4, acceptChangedData: true });
  expect(readRunRecord(runFolder).palette).toEqual(palette);
});

test('changed images are refused by name, unless accepted', async () => {
  const runFolder = newRun('changed', { steps: 5 });
  await begin(runFolder);
  const [first, second] = fs.readdirSync(images).sort() as [string, string];
  fs.renameSync(path.join(images, first), path.join(images, 'new.png'));
  await writeTinyImages(path.join(folder, 'others'), { count: 1, size: 16 });
  fs.copyFileSync(path.join(folder, 'others', '0000.png'), path.join(images, second));
  const refused = await resume(runFolder, { steps: 8 });
  expect(refused.error).toEqual({
    code: 'data-changed',
    facts: { folder: images, missing: [first], added: ['new.png'], changed: [second] },
  });
  expect(readRunRecord(runFolder)).toMatchObject({ status: 'finished', settings: { steps: 5 } });

  const accepted = await resume(runFolder, { steps: 8, acceptChangedData: true });
  expect(accepted.error).toBeUndefined();
  expect(accepted.events).toContainEqual({
    type: 'noticed',
    step: 5,
    notice: { code: 'accepted-changed-data', files: 3 },
  });
  expect(historyOf(runFolder)).toEqual([
    'started',
    'finished',
    'accepted-changed-data',
    'resumed-not-bit-exact',
    'finished',
  ]);
});

test('images that moved are found where they are said to be', async () => {
  const runFolder = newRun('moved', { steps: 5 });
  await begin(runFolder);
  const elsewhere = path.join(folder, 'elsewhere');
  fs.renameSync(images, elsewhere);
  expect((await resume(runFolder, { steps: 8 })).error).toMatchObject({ code: 'folder-unreachable' });
  expect((await resume(runFolder, { steps: 8, dataFolder: elsewhere })).error).toBeUndefined();
  expect(readRunRecord(runFolder)).toMatchObject({ dataFolder: elsewhere, status: 'finished' });
  expect(historyOf(runFolder)).toContain('resumed-exactly');
});

test('a checkpoint of other arithmetic is resumed, and the run says why it is not exact', async () => {
  const runFolder = newRun('other', { steps: 5 });
  await begin(runFolder);
  const file = path.join(runPaths(runFolder).checkpoint(5), 'state.json');
  const state = JSON.parse(fs.readFileSync(file, 'utf8')) as { arithmetic: Record<string, unknown> };
  state.arithmetic['cpu'] = 'Abacus';
  state.arithmetic['mode'] = 'eager';
  state.arithmetic['microBatch'] = 1;
  fs.writeFileSync(file, JSON.stringify(state));
  await resume(runFolder, { steps: 8 });
  const entry = readRunRecord(runFolder).history.find(({ event }) => event === 'resumed-not-bit-exact');
  expect(entry?.detail).toContain('Abacus');
  const { arithmetic } = loadCheckpoint(runFolder).state;
  // What suits every processor is kept, what suited the other is not.
  expect(arithmetic?.mode).toBe('eager');
  expect(arithmetic?.microBatch).toBe(preferredMicroBatch(readRunRecord(runFolder).settings));
});

test('an imported network goes on with the classes and colours it knows', async () => {
  const seen = path.join(folder, 'classes');
  await writeTinyImages(seen, { count: 12, size: 8, classes: 3, inColour: true });
  const settings = { ...tiny, steps: 2, classes: 'folders', colour: 'palette' } as const;
  const made = path.join(folder, 'made');
  createRun(made, { name: 'made', preset: 'tiny', settings, dataFolder: seen });
  expect((await begin(made)).error).toBeUndefined();
  const file = path.join(folder, 'made.safetensors');
  exportRun(made, file);
  const runFolder = path.join(folder, 'imported');
  importRun({ from: file, runFolder, set: {} });
  expect((await resume(runFolder)).error).toEqual({ code: 'images-unknown', facts: {} });
  // One of the classes has no picture any more, and the colours are others.
  fs.rmSync(path.join(seen, 'class-0'), { recursive: true });
  expect((await resume(runFolder, { dataFolder: seen })).error).toBeUndefined();
  const { classNames, palette, dataFolder } = readRunRecord(runFolder);
  expect(classNames).toEqual(['class-0', 'class-1', 'class-2']);
  expect(palette).toEqual(readRunRecord(made).palette);
  expect(dataFolder).toBe(seen);
});

test('a finished run is not resumed without more steps', async () => {
  const runFolder = newRun('finished', { steps: 3 });
  await begin(runFolder);
  expect((await resume(runFolder)).error).toEqual({
    code: 'run-finished',
    facts: { folder: runFolder, step: 3 },
  });
  expect((await resume(runFolder, { steps: 2 })).error?.code).toBe('run-finished');
  expect(readRunRecord(runFolder).status).toBe('finished');
});

test('too little memory or disk is said before the start', async () => {
  vi.spyOn(process, 'availableMemory').mockReturnValue(1e6);
  const poor = newRun('poor');
  expect((await begin(poor)).error).toMatchObject({ code: 'out-of-memory', facts: { availableBytes: 1e6 } });
  expect(readRunRecord(poor).status).toBe('failed');
  vi.restoreAllMocks();

  vi.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: 10, bsize: 4096 } as fs.StatsFs);
  const full = newRun('full');
  expect((await begin(full)).error).toMatchObject({ code: 'disk-full', facts: { freeBytes: 40960 } });
  expect(readRunRecord(full).status).toBe('failed');
});

test('a disk that fills up ends the run; the checkpoint before stays', async () => {
  const runFolder = newRun('filling');
  const { error } = await begin(runFolder, (event) => {
    if (event.type === 'step-done' && event.step === 7) {
      vi.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: 10, bsize: 4096 } as fs.StatsFs);
    }
  });
  expect(error?.code).toBe('disk-full');
  expect(readRunRecord(runFolder).status).toBe('failed');
  expect(loadWeights(runFolder).step).toBe(5);
});

test('a run is begun once', async () => {
  const runFolder = newRun('once', { steps: 1 });
  await begin(runFolder);
  expect((await begin(runFolder)).error?.code).toBe('run-exists');
  expect(readRunRecord(runFolder).status).toBe('finished');
  expect(() => newRun('once')).toThrow(expect.objectContaining({ code: 'run-exists' }));
});

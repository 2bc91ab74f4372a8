/** A resumed run equals one that was never interrupted, or reports why it does not. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parametersOf } from '../nets/model-shape';
import { nameWeights } from '../nets/parameters';
import { readRunRecord, runPaths, writeRunRecord } from '../run/run-folder';
import type { Settings } from '../settings';
import { writeTinyImages } from '../testing/tiny-images';
import { loadCheckpoint, loadWeights } from '../run/checkpoint';
import { preferredMicroBatch } from './memory-estimate';
import { readMetrics } from '../run/metrics';
import { readSamples } from '../run/samples';
import { tinyTraining } from '../testing/tiny-training';

const { begin, resume, newRun, fixture } = tinyTraining();
const historyOf = (runFolder: string) => readRunRecord(runFolder).history.map(({ event }) => event);
const lossesOf = (runFolder: string) =>
  [...readMetrics(runFolder)].map((metric) => [
    metric.type,
    metric.step,
    'training' in metric ? metric.training : metric.validation,
  ]);

test('ten steps equal five, a resume, and five, bit for bit', async () => {
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

/** Settings with all kinds of state, for every architecture and kind of picture. */
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

// Building the graphs of PixelCNN++ takes long, and each of three trainings builds them.
test.each(everything)('ten steps equal five, a resume, and five, bit for bit, with %o', async (changes) => {
  fs.rmSync(fixture.images, { recursive: true });
  await writeTinyImages(fixture.images, { count: 14, size: 8, classes: 2, inColour: true });
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

test('a run that was killed resumes from its last checkpoint without a difference', async () => {
  const straight = newRun('straight');
  await begin(straight);
  const died = newRun('died');
  // It reached step 8 but saved at step 5, so later lines and samples must be removed.
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

test('a run whose last checkpoint is damaged resumes from an earlier one without a difference', async () => {
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

test('a run of an earlier format has the current format once it is resumed, as its checkpoints do', async () => {
  const runFolder = newRun('earlier', { steps: 2 });
  await begin(runFolder);
  writeRunRecord(runFolder, { ...readRunRecord(runFolder), format: 1, reading: 1 });
  await resume(runFolder, { steps: 4 });
  expect(readRunRecord(runFolder)).toMatchObject({ format: 2, reading: 1, status: 'finished' });
});

test('a damaged line among the metrics does not prevent a resume, and is reported', async () => {
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

test('a checkpoint of other arithmetic is resumed, and the run records why it is not exact', async () => {
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
  // The mode is kept; the micro-batch is chosen for this processor.
  expect(arithmetic?.mode).toBe('eager');
  expect(arithmetic?.microBatch).toBe(preferredMicroBatch(readRunRecord(runFolder).settings));
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

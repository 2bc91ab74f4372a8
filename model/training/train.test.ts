import fs from 'node:fs';
import { expect, test, vi } from 'vitest';
import type { TrainingEvent } from '../events';
import { parametersOf } from '../nets/model-shape';
import { readRunRecord, runPaths } from '../run/run-folder';
import type { Settings } from '../settings';
import { drawPictures } from '../sampling/sample';
import { described } from '../testing/random-run';
import { loadCheckpoint, loadWeights, saveCheckpoint } from '../run/checkpoint';
import { readMetrics } from '../run/metrics';
import { readSamples } from '../run/samples';
import { tinyTraining, tinySettings, type Sitting } from '../testing/tiny-training';

const { begin, resume, newRun, fixture } = tinyTraining();
const typesOf = ({ events }: Sitting) =>
  events.map(({ type }) => type).filter((type) => type !== 'preparing');
const historyOf = (runFolder: string) => readRunRecord(runFolder).history.map(({ event }) => event);

test('a whole run has its events in order, a falling loss, and a complete folder', async () => {
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
  // The loss of an untrained network is about log2(4) bits.
  expect(Math.abs((validation[0]?.bits as number) - 2)).toBeLessThan(0.2);
  expect(validation[2]?.bits).toBeLessThan(0.8 * (validation[0]?.bits as number));
  expect(metrics.filter(({ type }) => type === 'step-done').map(({ step }) => step)).toEqual(
    Array.from({ length: 40 }, (_, i) => i + 1),
  );
  const milliseconds = metrics.map((metric) => metric.milliseconds);
  expect(milliseconds).toEqual([...milliseconds].sort((a, b) => a - b));

  const record = readRunRecord(runFolder);
  expect(record).toMatchObject({ status: 'finished', dataFolder: fixture.images });
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

test('without validation images there is no best checkpoint', async () => {
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

test('only the last two, the best and every Nth checkpoint stay', async () => {
  const runFolder = newRun('kept', { steps: 12, evaluateEvery: 100, checkpointEvery: 2, keepEvery: 4 });
  await begin(runFolder);
  const kept = fs.readdirSync(runPaths(runFolder).checkpoints).sort();
  expect(kept.filter((name) => !['last', 'best'].includes(name))).toEqual(['10', '12', '4', '8']);
});

test('a loss that is NaN ends the run, and the previous checkpoint is kept', async () => {
  const runFolder = newRun('exploding', { steps: 5 });
  await begin(runFolder);
  const good = loadCheckpoint(runFolder);
  const huge = { ...good, weights: good.weights.map((weight) => weight * 1e30) };
  saveCheckpoint(runFolder, parametersOf(described(tinySettings)), huge);
  const { error } = await resume(runFolder, { steps: 10 });
  expect(error).toEqual({ code: 'not-a-number', facts: { step: 6, backAt: 5 } });
  const failed = readRunRecord(runFolder);
  expect(failed.status).toBe('failed');
  expect(failed.history.at(-1)?.detail).toBe(
    'The loss stopped being a number at step 6. ' +
      'The weights grew without bound; usually the learning rate is too high',
  );
  expect(loadCheckpoint(runFolder)).toEqual(huge);
});

test('a run whose loss explodes goes back to its last good checkpoint, and can be inspected', async () => {
  // So deep and with such a rate that its logits overflow.
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

test('too little memory or disk space is reported before the start', async () => {
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

test('a full disk ends the run, and the previous checkpoint is kept', async () => {
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

test('a run can be started only once', async () => {
  const runFolder = newRun('once', { steps: 1 });
  await begin(runFolder);
  expect((await begin(runFolder)).error?.code).toBe('run-exists');
  expect(readRunRecord(runFolder).status).toBe('finished');
  expect(() => newRun('once')).toThrow(expect.objectContaining({ code: 'run-exists' }));
});

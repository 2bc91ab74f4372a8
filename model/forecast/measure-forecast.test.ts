import { expect, test } from 'vitest';
import { leavingNoTensor } from '../testing/assertions';
import { described } from '../testing/random-run';
import { endIdleThreads } from '../sampling/sampling-threads';
import { measureForecast } from './measure-forecast';

const tiny = { size: 8, filters: 4, blocks: 1, batchSize: 4, headFilters: 4 };

test('steps and a gallery are measured, and no tensor is left', async () => {
  const measured = await leavingNoTensor(() => measureForecast(described({ ...tiny, classes: 'folders' })));
  expect(measured.steps).toBeGreaterThanOrEqual(2);
  expect(measured.stepMilliseconds).toBeGreaterThan(0);
  expect(measured.galleryMilliseconds).toBeGreaterThan(0);
  expect(measured.memoryBytes).toBeGreaterThan(1e7);
  await endIdleThreads();
});

test('a measurement can be cancelled', async () => {
  const aborted = AbortSignal.abort();
  await expect(measureForecast(described(tiny), aborted)).rejects.toMatchObject({ code: 'cancelled' });
});

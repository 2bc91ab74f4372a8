import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Forecast, TrainingMemory } from '../../model/reports';
import { StudioError } from '../../model/errors';
import { createAppState } from '../context';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someReport } from '../testing/samples';
import ForecastNote from './ForecastNote.svelte';

const forecast = {
  parameters: 1000,
  receptiveField: 9,
  trainingImages: 900,
  stepsPerEpoch: 10,
  lastStep: 100,
  memoryBytes: { cores: 1e8, card: 1e8 },
};
const measured = {
  stepMilliseconds: 600,
  steps: 7,
  preparingMilliseconds: 0,
  galleryMilliseconds: 240,
  galleryPictures: 16,
  memoryBytes: 3e8,
};

test('a measurement shows that it runs, can be cancelled, fails with a sentence, and then shows times', async () => {
  const answers = [promised<typeof measured>(), promised<typeof measured>(), promised<typeof measured>()];
  const given = [...answers];
  const bridge = fakeBridge({
    forecast: () => forecast,
    trainingMemory: () => ({ freeBytes: 1e9, card: null }),
    measureForecast: () => (given.shift() as (typeof answers)[0]).promise,
    cancelForecast: () => undefined,
    writePreferences: () => undefined,
  });
  const app = createAppState();
  renderWithState(app, ForecastNote, {});
  app.dataset.report = someReport({ images: 1000 });
  await app.runForm.foresee('/pictures', app.runForm.settings as NonNullable<typeof app.runForm.settings>);
  const measure = async () =>
    fireEvent.click(await screen.findByRole('button', { name: 'Measure how long it takes here' }));

  await measure();
  await screen.findByText(/^Measuring for/);
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(bridge.asked).toContainEqual(['cancelForecast']);
  expect(screen.queryByText(/^Measuring/)).toBeNull();

  await measure();
  answers[1]?.fail(
    new StudioError('out-of-memory', { neededBytes: 1e12, availableBytes: 1e9, batchThatFits: 0 }),
  );
  expect(await screen.findByRole('alert')).toBeTruthy();

  await measure();
  answers[2]?.give(measured);
  expect(await screen.findByText('1:00')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.queryByRole('button', { name: 'Measure how long it takes here' })).toBeNull();
  const { batchSize, size } = app.runForm.settings as { batchSize: number; size: number };
  const pace = (1000 * size ** 2 * batchSize) / 600;
  expect(bridge.asked).toContainEqual(['writePreferences', { pace }]);
});

async function shownMemory(memoryBytes: Forecast['memoryBytes'], memory: TrainingMemory) {
  fakeBridge({ forecast: () => ({ ...forecast, memoryBytes }), trainingMemory: () => memory });
  const app = createAppState();
  const { container } = renderWithState(app, ForecastNote, {});
  await app.runForm.foresee('/pictures', app.runForm.settings as NonNullable<typeof app.runForm.settings>);
  await screen.findByText('1,000');
  return container.textContent.replace(/\s+/g, ' ');
}

test('what training takes is compared with the memory of what would train: the machine’s', async () => {
  const memory = { freeBytes: 1e9, card: null };
  expect(await shownMemory({ cores: 5e8, card: 5e9 }, memory)).toContain('500 MB of 1 GB free');
  expect(screen.queryByText(/More than is free/)).toBeNull();
});

test('what training takes is compared with the memory of what would train: the card’s', async () => {
  const memory = { freeBytes: 4e9, card: { name: 'NVIDIA Abacus 9000', totalBytes: 8e9 } };
  const shown = await shownMemory({ cores: 5e8, card: 5e9 }, memory);
  expect(shown).toContain('5 GB of 4 GB free on the card');
  expect(shown).toContain(
    'More than is free on NVIDIA Abacus 9000, which has 8 GB in all: lower the batch size',
  );
});

test('no memory is called too small before what trains has said how much there is', async () => {
  fakeBridge({ forecast: () => forecast, trainingMemory: () => promised<TrainingMemory>().promise });
  const app = createAppState();
  renderWithState(app, ForecastNote, {});
  void app.runForm.foresee('/pictures', app.runForm.settings as NonNullable<typeof app.runForm.settings>);
  await screen.findByText('100 MB');
  expect(screen.queryByText(/free/)).toBeNull();
});

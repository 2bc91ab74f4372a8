import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { StudioError } from '../../model/errors';
import { createRooms } from '../state/context';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { renderInRooms } from '../testing/render-in-rooms';
import { someReport } from '../testing/samples';
import ForecastNote from './ForecastNote.svelte';

const forecast = {
  parameters: 1000,
  receptiveField: 9,
  trainingImages: 900,
  stepsPerEpoch: 10,
  lastStep: 100,
  memoryBytes: 1e8,
  availableBytes: 1e9,
};
const measured = {
  stepMilliseconds: 600,
  steps: 7,
  preparingMilliseconds: 0,
  galleryMilliseconds: 240,
  galleryPictures: 16,
  memoryBytes: 3e8,
};

test('a measurement tells that it runs, is cancelled, fails with a sentence, and then tells times', async () => {
  const answers = [promised<typeof measured>(), promised<typeof measured>(), promised<typeof measured>()];
  const given = [...answers];
  const bridge = fakeBridge({
    forecast: () => forecast,
    measureForecast: () => (given.shift() as (typeof answers)[0]).promise,
    cancelForecast: () => undefined,
    writePreferences: () => undefined,
  });
  const rooms = createRooms();
  renderInRooms(rooms, ForecastNote, {});
  rooms.dataset.report = someReport({ images: 1000 });
  await rooms.recipe.foresee('/pictures', rooms.recipe.settings as NonNullable<typeof rooms.recipe.settings>);
  const measure = async () =>
    fireEvent.click(await screen.findByRole('button', { name: 'Measure how long it takes here' }));

  await measure();
  await screen.findByText(/^Measuring, some/);
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
  const { batchSize, size } = rooms.recipe.settings as { batchSize: number; size: number };
  const pace = (1000 * size ** 2 * batchSize) / 600;
  expect(bridge.asked).toContainEqual(['writePreferences', { pace }]);
});

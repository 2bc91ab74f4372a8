import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api/runs';
import type { TrainingState } from '../../electron/api/training';
import { fakeBridge } from '../testing/fake-bridge';
import { someGallery, somePreferences, somePictures, someReport, someRun } from '../testing/samples';
import { createRooms } from './context';

const idle: TrainingState = { phase: 'idle', run: null, endsWithEpoch: false, error: null };

async function begin(runs: RunSummary[] = [], guideLeft = false) {
  const bridge = fakeBridge({
    readPreferences: () => somePreferences({ guideLeft }),
    writePreferences: () => undefined,
    listRuns: () => runs,
    useExampleImages: () => '/examples',
    scanFolder: (folder) => someReport({ folder }),
    startTraining: () => {
      runs.push(someRun({ id: 'first', status: 'running', hasCheckpoint: false }));
      bridge.tell('trainingState', { ...idle, phase: 'running', run: 'first' });
      return 'first';
    },
  });
  const rooms = createRooms();
  await Promise.all([rooms.preferences.read(), rooms.runs.refresh()]);
  return { bridge, rooms, guide: rooms.guide };
}

test('who has no run is welcomed, until the guide is sent away', async () => {
  const { guide, bridge } = await begin();
  expect(guide.isWelcome).toBe(true);
  await guide.leave();
  expect(guide.isWelcome).toBe(false);
  expect(bridge.asked).toContainEqual(['writePreferences', { guideLeft: true }]);
  expect((await begin([someRun({ isExample: true })])).guide.isWelcome).toBe(true);
  expect((await begin([someRun()])).guide.isWelcome).toBe(false);
  expect((await begin([], true)).guide.isWelcome).toBe(false);
});

test('the first step trains the smallest model on the example images, and leads on', async () => {
  const { guide, rooms, bridge } = await begin([someRun({ isExample: true })]);
  guide.begin();
  expect([guide.step, rooms.place.page, guide.isDone]).toEqual(['train', 'train', false]);
  rooms.recipe.set('size', '32');
  await guide.trainExamples();
  const start = bridge.asked.find(([name]) => name === 'startTraining');
  expect(start?.slice(1, 4)).toMatchObject(['/examples', { size: 16 }, 'tiny']);
  expect([guide.step, guide.isDone]).toEqual(['watch', false]);
});

test('each step is done when the person has done it, and each leads to its page', async () => {
  const { guide, rooms, bridge } = await begin([someRun()]);
  guide.begin();
  expect(guide.isDone).toBe(true);
  guide.next();
  bridge.tell('trainingState', { ...idle, phase: 'running', run: 'run-1' });
  expect([guide.step, guide.isDone]).toEqual(['watch', false]);
  bridge.tell('trainingState', idle);
  expect(guide.isDone).toBe(true);

  rooms.inspection.pixel = { x: 0, y: 0, probabilities: [], value: [], bits: [], entropy: [] };
  guide.next();
  expect([guide.step, rooms.place.page, guide.isDone]).toEqual(['pixel', 'inspect', false]);
  rooms.inspection.cursor = { x: 3, y: 2 };
  expect(guide.isDone).toBe(true);

  guide.next();
  expect([guide.step, rooms.place.page, guide.isDone]).toEqual(['gallery', 'gallery', false]);
  rooms.gallery.opened = someGallery();
  rooms.gallery.pictures = somePictures(4);
  expect(guide.isDone).toBe(true);
  guide.back();
  expect(guide.step).toBe('pixel');
  guide.next();
  guide.next();
  expect(guide.step).toBeNull();
});

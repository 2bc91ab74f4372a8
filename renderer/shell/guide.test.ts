import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api/runs';
import type { TrainingState } from '../../electron/api/training';
import { StudioError } from '../../model/errors';
import { fakeBridge } from '../testing/fake-bridge';
import {
  someDetail,
  someGallery,
  someInspection,
  somePictures,
  somePreferences,
  someReport,
  someRun,
} from '../testing/samples';
import { createAppState } from '../context';

const idle: TrainingState = { phase: 'idle', run: null, endsWithEpoch: false, error: null };

async function begin(runs: RunSummary[] = [], guideLeft = false, start?: () => string) {
  const bridge = fakeBridge({
    readPreferences: () => somePreferences({ guideLeft }),
    writePreferences: () => undefined,
    listRuns: () => runs,
    useExampleImages: () => '/examples',
    scanFolder: (folder) => someReport({ folder }),
    startTraining: () => {
      if (start) return start();
      runs.push(someRun({ id: 'first', status: 'running', hasCheckpoint: false }));
      bridge.emit('trainingState', { ...idle, phase: 'running', run: 'first' });
      return 'first';
    },
    openRun: (id) => someDetail(someRun({ id })),
    listValidation: () => somePictures(3),
    listGalleries: () => [someGallery()],
    openGallery: (_run, id) => ({ summary: someGallery({ id }), pictures: somePictures(4) }),
    listCheckpoints: () => ({ steps: [300], last: 300, best: null }),
    inspectImage: () => someInspection(1),
    inspectPixel: ({ x, y }) => ({ x, y, probabilities: [], value: [], bits: [], entropy: [] }),
    draw: () => 'gallery-2',
  });
  const app = createAppState();
  await Promise.all([app.preferences.read(), app.runs.refresh()]);
  return { bridge, app, runs, guide: app.guide };
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
  const { guide, app, bridge } = await begin([someRun({ isExample: true })]);
  guide.begin();
  expect([guide.step, app.router.route, guide.isDone]).toEqual(['train', 'train', false]);
  app.runForm.set('size', '32');
  await guide.trainExamples();
  const start = bridge.asked.find(([name]) => name === 'startTraining');
  expect(start?.slice(1, 4)).toMatchObject(['/examples', { size: 16 }, 'tiny']);
  expect([guide.step, guide.isDone]).toEqual(['watch', false]);
});

test('each step is done when the person has done it, and each leads to its page', async () => {
  const { guide, app, runs, bridge } = await begin([someRun({ id: 'old' })]);
  guide.begin();
  // A run of another day does not count, and neither does what the program does by itself.
  expect(guide.isDone).toBe(false);
  bridge.emit('trainingState', { ...idle, phase: 'running', run: 'new' });
  expect(guide.isDone).toBe(true);
  guide.next();
  expect([guide.step, guide.isDone]).toEqual(['watch', false]);
  bridge.emit('trainingState', { ...idle, run: 'new' });
  runs.push(someRun({ id: 'new', status: 'stopped' }));
  await app.runs.refresh();
  expect(guide.isDone).toBe(true);

  guide.next();
  expect([guide.step, app.router.route]).toEqual(['pixel', 'inspect']);
  await app.inspection.openRun('new');
  expect([app.inspection.pixel !== null, guide.isDone]).toEqual([true, false]);
  await app.inspection.point(0, 0);
  expect(guide.isDone).toBe(true);

  guide.next();
  expect([guide.step, app.router.route]).toEqual(['gallery', 'gallery']);
  await app.gallery.openRun(someRun({ id: 'new' }));
  expect([app.gallery.opened?.id, guide.isDone]).toEqual(['gallery-1', false]);
  await app.gallery.generate();
  expect(guide.isDone).toBe(true);
  guide.back();
  expect([guide.step, guide.isDone]).toEqual(['pixel', false]);
  guide.next();
  guide.next();
  expect(guide.step).toBeNull();
});

test('a training that runs when the guide begins counts when it ends', async () => {
  const { guide, app, runs, bridge } = await begin([someRun({ id: 'going', hasCheckpoint: false })]);
  bridge.emit('trainingState', { ...idle, phase: 'running', run: 'going' });
  guide.begin();
  guide.next();
  expect(guide.isDone).toBe(false);
  runs[0] = someRun({ id: 'going' });
  bridge.emit('trainingState', { ...idle, run: 'going' });
  await app.runs.refresh();
  expect(guide.isDone).toBe(true);
});

test('a run that failed neither ends the guide nor is looked into: the newest that can be is', async () => {
  const { guide, app, runs } = await begin([someRun({ id: 'old', created: 1 })]);
  guide.begin();
  await guide.trainExamples();
  runs[1] = someRun({ id: 'first', created: 2, status: 'failed', hasCheckpoint: false });
  app.training.state = idle;
  await app.runs.refresh();
  expect([guide.step, guide.isDone, app.runs.current?.id]).toEqual(['watch', false, 'first']);
  guide.next();
  expect([guide.step, app.runs.current?.id]).toEqual(['pixel', 'old']);
});

test('a start that was refused leads nowhere', async () => {
  const { guide } = await begin([], false, () => {
    throw new StudioError('run-busy', { run: 'other' });
  });
  guide.begin();
  await guide.trainExamples();
  expect([guide.step, guide.isDone]).toEqual(['train', false]);
});

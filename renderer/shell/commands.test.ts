import { expect, test } from 'vitest';
import type { TrainingState } from '../../electron/api/training';
import type { MenuActionName } from '../../electron/desktop/menu-actions';
import { fakeBridge } from '../testing/fake-bridge';
import { somePreferences, someReport, someRun } from '../testing/samples';
import { createAppState } from '../context';

const idle: TrainingState = { phase: 'idle', run: null, endsWithEpoch: false, error: null };

function begin() {
  const opened = ['opened', 'opened too'];
  const bridge = fakeBridge({
    readPreferences: () => somePreferences(),
    writePreferences: () => undefined,
    listRuns: () => [someRun()],
    chooseFolder: () => '/chosen',
    scanFolder: (folder) => someReport({ folder }),
    startTraining: () => 'new',
    pauseTraining: () => undefined,
    continueTraining: () => undefined,
    stopTraining: () => undefined,
    sampleNow: () => undefined,
    importRun: () => 'imported',
    importOpened: () => opened.shift() ?? null,
    exportRun: () => '/exported.pixelcnn',
  });
  const app = createAppState();
  const asked = (name: string) => bridge.asked.filter(([asked]) => asked === name);
  return { bridge, app, asked };
}

const press = async (bridge: ReturnType<typeof begin>['bridge'], action: MenuActionName) => {
  bridge.emit('menuAction', { action });
  // A turn for what follows from it.
  await new Promise((resolve) => setTimeout(resolve));
};

test('the menu chooses pages, folders and themes', async () => {
  const { bridge, app } = begin();
  for (const page of ['train', 'inspect', 'gallery', 'runs', 'data'] as const) {
    await press(bridge, `go-${page}`);
    expect(app.router.route).toBe(page);
  }
  await press(bridge, 'settings');
  expect(app.router.route).toBe('settings');
  await press(bridge, 'choose-folder');
  await expect.poll(() => app.dataset.report?.folder).toBe('/chosen');
  expect(app.router.route).toBe('data');
  bridge.emit('menuAction', { action: 'open-recent', folder: '/recent' });
  await expect.poll(() => app.dataset.report?.folder).toBe('/recent');
  await press(bridge, 'theme-light');
  expect(app.preferences.theme).toBe('light');
});

test('the menu steers a training', async () => {
  const { bridge, app, asked } = begin();
  await press(bridge, 'start');
  expect(app.router.route).toBe('train');
  expect(asked('startTraining')).toEqual([]);
  await app.dataset.open('/digits');
  app.dataset.leaveOut('seven', true);
  await press(bridge, 'start');
  await expect.poll(() => asked('startTraining')[0]?.[4]).toEqual(['seven']);
  bridge.emit('trainingState', { ...idle, phase: 'running', run: 'new' });
  await press(bridge, 'start');
  expect(asked('startTraining')).toHaveLength(1);
  await press(bridge, 'sample-now');
  expect(asked('sampleNow')).toHaveLength(1);
  await press(bridge, 'pause-or-resume');
  expect(asked('pauseTraining')).toHaveLength(1);
  bridge.emit('trainingState', { ...idle, phase: 'paused', run: 'new' });
  await press(bridge, 'pause-or-resume');
  expect(asked('continueTraining')).toHaveLength(1);
  await press(bridge, 'stop');
  expect(asked('stopTraining')).toHaveLength(1);
});

test('the menu exports the run on show and shows an imported one', async () => {
  const { bridge, app, asked } = begin();
  await app.runs.refresh();
  await press(bridge, 'export');
  expect(asked('exportRun')).toEqual([['exportRun', 'run-1']]);
  await press(bridge, 'import');
  await expect.poll(() => app.runs.chosen).toBe('imported');
  expect(app.router.route).toBe('runs');
});

test('files that the system opened are imported one after the other, and the Runs page shows the last', async () => {
  const { bridge, app, asked } = begin();
  bridge.emit('runFileOpened', undefined);
  bridge.emit('runFileOpened', undefined);
  expect(app.router.route).toBe('runs');
  await expect.poll(() => app.runs.chosen).toBe('opened too');
  expect(asked('importOpened')).toHaveLength(2);
});

test('dialogs of the program open by the menu, and an open one has the floor', async () => {
  const { bridge, app } = begin();
  for (const name of ['shortcuts', 'log', 'about'] as const) {
    await press(bridge, name);
    expect(app.commands.dialog).toBe(name);
  }
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('open', '');
  await press(bridge, 'go-inspect');
  expect(app.router.route).not.toBe('inspect');
  dialog.remove();
});

test('undoing takes back the last stroke on the picture in sight, and in a field what was typed', async () => {
  const { bridge, app } = begin();
  const undone: string[] = [];
  app.inspection.undo = (strokes) => Promise.resolve(void undone.push(`painting ${strokes}`));
  app.gallery.form.completion.undo = (strokes) => void undone.push(`completion ${strokes}`);
  document.execCommand = (command) => Boolean(undone.push(`field ${command}`));
  await press(bridge, 'undo');
  app.router.go('inspect');
  await press(bridge, 'undo');
  app.router.go('gallery');
  await press(bridge, 'undo');
  app.gallery.form.completion.on = true;
  await press(bridge, 'undo');
  const field = document.body.appendChild(document.createElement('input'));
  field.focus();
  await press(bridge, 'redo');
  field.remove();
  expect(undone).toEqual(['painting 1', 'completion 1', 'field redo']);
});

test('the menu is offered what would do something now, whenever that changes', async () => {
  const { bridge, app, asked } = begin();
  bridge.answer('offerActions', () => undefined);
  const offered = () => asked('offerActions').pop()?.[1] as MenuActionName[];
  const has = (...names: MenuActionName[]) => {
    app.commands.offer();
    return names.filter((name) => offered().includes(name));
  };
  const ofRuns = ['export', 'export-model', 'show-run-folder', 'generate'] as const;
  const ofTraining = ['start', 'pause-or-resume', 'sample-now', 'stop', 'stop-after-epoch'] as const;
  expect(has(...ofRuns, ...ofTraining)).toEqual(['start']);
  expect(has('choose-folder', 'go-runs', 'undo', 'log')).toHaveLength(4);
  await app.runs.refresh();
  expect(has(...ofRuns)).toEqual(ofRuns);
  bridge.emit('trainingState', { ...idle, phase: 'starting', run: 'new' });
  expect(has(...ofTraining)).toEqual(['pause-or-resume', 'stop']);
  bridge.emit('trainingState', { ...idle, phase: 'paused', run: 'new' });
  expect(has(...ofTraining)).toEqual(['pause-or-resume', 'sample-now', 'stop', 'stop-after-epoch']);
  bridge.emit('trainingState', { ...idle, phase: 'stopping', run: 'new' });
  expect(has(...ofTraining)).toEqual([]);
  const before = asked('offerActions').length;
  app.commands.offer();
  expect(asked('offerActions')).toHaveLength(before);
  app.comparison.marked = ['a', 'b'];
  expect(has('compare-runs', 'cancel')).toEqual(['compare-runs']);
  const take = app.work.offer(() => {});
  expect(has('compare-runs', 'cancel')).toEqual(['compare-runs', 'cancel']);
  take();
  expect(has('cancel')).toEqual([]);
});

test('an action that is not possible does nothing', async () => {
  const { bridge, asked } = begin();
  for (const action of ['export', 'stop', 'sample-now', 'generate', 'compare-runs'] as const)
    await press(bridge, action);
  const names = ['exportRun', 'stopTraining', 'sampleNow', 'draw'];
  expect(names.flatMap(asked)).toEqual([]);
});

test('the menu resumes the run on show that ended early', async () => {
  const { bridge, app, asked } = begin();
  bridge.answer('listRuns', () => [someRun({ status: 'stopped' })]);
  bridge.answer('openRun', () => {
    throw new Error('not read');
  });
  bridge.answer('resumeRun', () => undefined);
  await app.runs.refresh();
  await app.training.open('run-1');
  await press(bridge, 'pause-or-resume');
  await expect.poll(() => asked('resumeRun')).toEqual([['resumeRun', 'run-1', null]]);
  expect(app.router.route).toBe('train');
});

test('the menu draws pictures with the run on show', async () => {
  const { bridge, app, asked } = begin();
  bridge.answer('listGalleries', () => []);
  bridge.answer('draw', () => 'drawn');
  await app.runs.refresh();
  await press(bridge, 'generate');
  await expect.poll(() => asked('draw')[0]?.[1]).toMatchObject({ run: 'run-1' });
  expect(app.router.route).toBe('gallery');
});

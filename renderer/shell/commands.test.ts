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
  await press(bridge, 'pause-or-continue');
  expect(asked('pauseTraining')).toHaveLength(1);
  bridge.emit('trainingState', { ...idle, phase: 'paused', run: 'new' });
  await press(bridge, 'pause-or-continue');
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

import { expect, test } from 'vitest';
import type { DatasetReport } from '../../model/reports';
import { StudioError } from '../../model/errors';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someReport } from '../testing/samples';
import { Dataset } from './dataset.svelte';
import { RunForm } from '../train/run-form.svelte';

function make() {
  const runForm = new RunForm();
  return { runForm, dataset: new Dataset(runForm) };
}

test('a changed size reads the folder again; an unchanged one does not', async () => {
  const bridge = fakeBridge({ scanFolder: () => someReport() });
  const { runForm, dataset } = make();
  await dataset.open('/pictures/digits');
  await dataset.follow(runForm.pictures);
  const scans = () => bridge.asked.filter(([name]) => name === 'scanFolder');
  expect(scans()).toHaveLength(1);
  runForm.set('size', '32');
  expect(dataset.stale).toBe(true);
  await dataset.follow(runForm.pictures);
  expect(scans()[1]).toEqual([
    'scanFolder',
    '/pictures/digits',
    { size: 32, levels: 4, colour: 'grey', fit: 'crop', background: '#000000' },
    [],
  ]);
  expect(dataset.stale).toBe(false);
});

test('a newer scan cancels the current one, whose late answer is dropped', async () => {
  const [first, second] = [promised<DatasetReport>(), promised<DatasetReport>()];
  const answers = [first, second];
  const bridge = fakeBridge({
    scanFolder: () => (answers.shift() as typeof first).promise,
    cancelScan: () => undefined,
  });
  const { dataset } = make();
  const one = dataset.open('/one');
  const two = dataset.open('/two');
  expect(bridge.asked.map(([name]) => name)).toEqual(['scanFolder', 'cancelScan', 'scanFolder']);
  second.give(someReport({ folder: '/two' }));
  await two;
  first.give(someReport({ folder: '/one' }));
  await one;
  expect(dataset.report?.folder).toBe('/two');
});

test('cancelling the first scan goes back to choosing, without an error', async () => {
  const scan = promised<DatasetReport>();
  fakeBridge({
    scanFolder: () => scan.promise,
    cancelScan: () => {
      scan.fail(new StudioError('cancelled', {}));
      return undefined;
    },
  });
  const { dataset } = make();
  const opened = dataset.open('/large');
  await dataset.cancel();
  await opened;
  expect(dataset.folder).toBeNull();
  expect(dataset.scanning.error).toBeNull();
});

test('a dropped folder is opened, a dropped file is handed back', async () => {
  const bridge = fakeBridge({ scanFolder: (folder) => someReport({ folder }) });
  const { dataset } = make();
  expect(await dataset.takeDropped()).toBeNull();
  expect(dataset.folder).toBeNull();
  bridge.drop({ path: '/dropped/birds', kind: 'folder' });
  expect(await dataset.takeDropped()).toBeNull();
  expect(dataset.folder).toBe('/dropped/birds');
  bridge.drop({ path: '/dropped/cat.png', kind: 'file' });
  expect(await dataset.takeDropped()).toBe('/dropped/cat.png');
  expect(dataset.folder).toBe('/dropped/birds');
});

test('a folder that cannot be read leaves its error', async () => {
  fakeBridge({
    scanFolder: (folder) => {
      throw new StudioError('folder-unreachable', { folder, reason: 'gone' });
    },
  });
  const { dataset } = make();
  await dataset.open('/gone');
  expect(dataset.scanning.error).toEqual({
    code: 'folder-unreachable',
    facts: { folder: '/gone', reason: 'gone' },
  });
});

test('what is left out is left out of the next reading, and forgotten with the folder', async () => {
  const bridge = fakeBridge({ scanFolder: (folder) => someReport({ folder }) });
  const { runForm, dataset } = make();
  await dataset.open('/digits');
  dataset.leaveOut('seven', true);
  dataset.leaveOut('nine/1.png', true);
  expect(dataset.stale).toBe(true);
  await dataset.follow(runForm.pictures);
  dataset.leaveOut('seven', false);
  await dataset.follow(runForm.pictures);
  await dataset.follow(runForm.pictures);
  await dataset.open('/digits');
  await dataset.open('/birds');
  const left = bridge.asked.filter(([name]) => name === 'scanFolder').map(([, , , excluded]) => excluded);
  expect(left).toEqual([[], ['seven', 'nine/1.png'], ['nine/1.png'], ['nine/1.png'], []]);
});

test('what an earlier run left out can be taken in again, however Unicode is written', async () => {
  fakeBridge({ scanFolder: (folder) => someReport({ folder }) });
  const { dataset } = make();
  const [composed, apart] = ['Bären'.normalize('NFC'), 'Bären'.normalize('NFD')];
  await dataset.open('/animals', [apart]);
  expect(dataset.isLeftOut(composed)).toBe(true);
  dataset.leaveOut(composed, true);
  expect(dataset.excluded).toEqual([composed]);
  dataset.leaveOut(apart, false);
  expect(dataset.excluded).toEqual([]);
});

test('choices are asked for with the settings of the form, and go with the folder', async () => {
  const bridge = fakeBridge({
    scanFolder: (folder) => someReport({ folder }),
    previewChoices: () => ({ files: ['a.png'], choices: [] }),
  });
  const { runForm, dataset } = make();
  await dataset.compare();
  expect(bridge.asked).toEqual([]);
  await dataset.open('/digits');
  dataset.leaveOut('nine', true);
  await dataset.compare();
  expect(bridge.asked[1]).toEqual(['previewChoices', '/digits', runForm.settings, ['nine']]);
  expect(dataset.choices).toMatchObject({ files: ['a.png'], settings: runForm.settings });
  await dataset.open('/birds');
  expect(dataset.choices).toBeNull();
});

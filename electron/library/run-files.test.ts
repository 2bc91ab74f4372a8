import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dialog } from 'electron';
import { afterAll, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../model/settings';
import { createRun } from '../../model/run/create-run';
import { FileDialogs } from '../desktop/dialogs';
import { OpenedFiles } from '../desktop/opened-files';
import { Grants } from '../grants';
import { JobHost } from '../job/host';
import { runFileHandlers } from './run-files';
import { RunLibrary } from './run-library';

vi.mock('electron', () => ({ dialog: { showSaveDialog: vi.fn(), showOpenDialog: vi.fn() } }));
const { showSaveDialog, showOpenDialog } = vi.mocked(dialog);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-files-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const places = { lastFolder: () => null, keepLastFolder: () => {} };
const dialogs = new FileDialogs(() => undefined, places);
const library = new RunLibrary(folder);
const opened = new OpenedFiles(() => {});
const asked: unknown[] = [];
const ask = ((name: string, argument: unknown) => {
  asked.push([name, argument]);
  return { id: 0, answer: Promise.resolve(null) };
}) as unknown as JobHost['ask'];
const calls = runFileHandlers({
  interactive: { ask },
  library,
  grants: new Grants([]),
  dialogs,
  opened,
  emit: () => {},
});

test('a run is exported during its training, under a name short enough for a file', async () => {
  const name = '字'.repeat(100);
  // A new run counts as in training.
  createRun(path.join(folder, 'run'), { name, preset: 'tiny', settings: defaultSettings, dataFolder: '' });
  showSaveDialog.mockResolvedValue({ canceled: false, filePath: '/out.pixelcnn' });
  expect(await calls.exportRun('run')).toBe('/out.pixelcnn');
  expect(asked).toEqual([['exportRun', { runFolder: path.join(folder, 'run'), file: '/out.pixelcnn' }]]);
  const [options] = showSaveDialog.mock.calls[0] as unknown as [{ defaultPath: string }];
  expect(Buffer.byteLength(path.basename(options.defaultPath))).toBeLessThan(200);
});

const script = fileURLToPath(new URL('../../dist/job/process.mjs', import.meta.url));
const made = fileURLToPath(new URL('../../model/testing/fixtures/made-by-0.1.0', import.meta.url));
const interactive = new JobHost(
  'interactive',
  { command: process.execPath, args: [script], env: process.env },
  () => {},
);
afterAll(() => interactive.stop());
const runs = new RunLibrary(path.join(folder, 'library'));
const { importRun, importOpened, chooseModel, importModel, exportModel } = runFileHandlers({
  interactive,
  library: runs,
  grants: new Grants([]),
  dialogs,
  opened,
  emit: () => {},
});
const choose = (file: string) => showOpenDialog.mockResolvedValue({ canceled: false, filePaths: [file] });

test('a run from a file gets its own folder, even when two are imported in the same second', async () => {
  choose(path.join(made, 'gated.pixelcnn'));
  vi.useFakeTimers({ now: new Date(2026, 10, 28, 12, 0, 0), toFake: ['Date'] });
  const ids = await Promise.all([importRun(), importRun()]).finally(() => vi.useRealTimers());
  expect(ids).toEqual(['2026-11-28-120000', '2026-11-28-120000-2']);
  expect(runs.ids()).toEqual(ids);
  expect(fs.readdirSync(runs.folder)).toEqual(ids);
});

test('files that the system opened are imported like chosen ones, and refused like them', async () => {
  opened.add(path.join(made, 'gated.pixelcnn'));
  opened.add(path.join(folder, 'no such.pixelcnn'));
  const id = await importOpened();
  expect(runs.record(id as string).name).toBeTruthy();
  await expect(importOpened()).rejects.toMatchObject({ code: 'file-unreadable' });
  expect(await importOpened()).toBeNull();
});

test('exported weights describe their network, and become a run', async () => {
  choose(path.join(made, 'gated.pixelcnn'));
  const original = (await importRun()) ?? '';
  const file = path.join(folder, 'gated.safetensors');
  showSaveDialog.mockResolvedValue({ canceled: false, filePath: file });
  await exportModel(original);
  choose(file);
  expect(await chooseModel()).toEqual({ file, described: { name: 'gated', size: 8 } });
  const again = await importModel(file, { name: 'Again', size: null });
  expect(runs.record(again)).toMatchObject({
    name: 'Again',
    settings: runs.record(original).settings,
    classNames: runs.record(original).classNames,
  });
});

test('weights of PyTorch do not describe their network, and become a run of the size that is named', async () => {
  const torch = path.join(made, '../torch/dataparallel.pt');
  choose(torch);
  expect(await chooseModel()).toEqual({ file: torch, described: null });
  const parallel = await importModel(torch, { name: 'Parallel', size: 12 });
  expect(runs.record(parallel)).toMatchObject({ name: 'Parallel', settings: { size: 12 } });
  choose(path.join(made, '../torch/bit-rot.pt'));
  const rotten = (await chooseModel())?.file ?? '';
  await expect(importModel(rotten, { name: 'Rotten', size: 12 })).rejects.toMatchObject({
    code: 'weights-unsupported',
  });
});

test('a file that cannot be read leaves nothing and does not change other runs', async () => {
  const broken = path.join(folder, 'broken.pixelcnn');
  fs.writeFileSync(broken, 'no run');
  choose(broken);
  const before = fs.readdirSync(runs.folder);
  await expect(importRun()).rejects.toMatchObject({ code: 'file-damaged' });
  expect(fs.readdirSync(runs.folder)).toEqual(before);
});

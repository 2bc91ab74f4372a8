import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dialog } from 'electron';
import { afterAll, expect, test, vi } from 'vitest';
import { defaultSettings } from '../model/settings';
import { createRun } from '../model/training/create-run';
import { Grants } from './grants';
import type { JobHost } from './job/host';
import { runFileCalls } from './run-files';
import { RunLibrary } from './run-library';

vi.mock('electron', () => ({ dialog: { showSaveDialog: vi.fn() } }));
const { showSaveDialog } = vi.mocked(dialog);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-files-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const library = new RunLibrary(folder);
const asked: unknown[] = [];
const ask = ((name: string, argument: unknown) => {
  asked.push([name, argument]);
  return { id: 0, answer: Promise.resolve(null) };
}) as unknown as JobHost['ask'];
const calls = runFileCalls({
  looking: { ask },
  library,
  grants: new Grants([]),
  window: () => undefined,
  tell: () => {},
});

test('a run is exported while it is trained, under a name that is short enough for a file', async () => {
  const name = '字'.repeat(100);
  // A new run is one that is being trained.
  createRun(path.join(folder, 'run'), { name, preset: 'tiny', settings: defaultSettings, dataFolder: '' });
  showSaveDialog.mockResolvedValue({ canceled: false, filePath: '/out.pixelcnn' });
  expect(await calls.exportRun('run')).toBe('/out.pixelcnn');
  expect(asked).toEqual([['packRun', { runFolder: path.join(folder, 'run'), file: '/out.pixelcnn' }]]);
  const [wish] = showSaveDialog.mock.calls[0] as unknown as [{ defaultPath: string }];
  expect(Buffer.byteLength(path.basename(wish.defaultPath))).toBeLessThan(200);
});

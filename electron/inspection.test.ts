import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ImageInspection } from './api/inspection';
import { Grants } from './grants';
import { inspectionHandlers } from './inspection';
import type { JobHost } from './job/host';
import { RunLibrary } from './library/run-library';
import { runPictureHandlers } from './run-pictures';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'library-'));
fs.mkdirSync(path.join(folder, 'run'));
const asked: unknown[] = [];
let onClipboard = new Uint8Array();
const dependencies = {
  interactive: {
    ask: (name: string, argument: unknown) => {
      asked.push([name, argument]);
      return { id: 0, answer: Promise.resolve({ ...(argument as object), step: 7 }) };
    },
  } as unknown as JobHost,
  library: new RunLibrary(folder),
  grants: new Grants(['/chosen.png']),
  emit: () => {},
  snapshotOf: () => Promise.resolve(null),
  clipboardPicture: () => Promise.resolve(onClipboard),
  pastedPictures: path.join(folder, 'pasted'),
};
const calls = { ...inspectionHandlers(dependencies), ...runPictureHandlers(dependencies) };

test('a pixel is requested of the newest picture only, with all that is needed to inspect it again', async () => {
  const first = (await calls.inspectImage('run', { kind: 'validation', index: 0 })) as ImageInspection;
  const second = (await calls.inspectImage('run', { kind: 'file', file: '/chosen.png' })) as ImageInspection;
  expect(() => calls.inspectPixel({ question: first.question, x: 0, y: 0 })).toThrow(/cancelled/);
  await calls.inspectPixel({ question: second.question, x: 3, y: 4 });
  expect(asked[asked.length - 1]).toEqual([
    'inspectPixel',
    {
      question: second.question,
      runFolder: path.join(folder, 'run'),
      picture: { kind: 'file', file: '/chosen.png' },
      x: 3,
      y: 4,
    },
  ]);
});

test('a file must have been granted', async () => {
  await expect(calls.inspectImage('run', { kind: 'file', file: '/etc/passwd' })).rejects.toMatchObject({
    code: 'folder-unreachable',
  });
});

test('the picture on the clipboard becomes a file that is granted; an empty clipboard is an error', async () => {
  await expect(calls.pasteImage(null)).rejects.toMatchObject({ code: 'image-unreadable' });
  onClipboard = Uint8Array.of(1, 2, 3);
  const file = (await calls.pasteImage(null)) as string;
  expect([...fs.readFileSync(file)]).toEqual([1, 2, 3]);
  await calls.inspectImage('run', { kind: 'file', file });
  fs.rmSync(path.dirname(file), { recursive: true });
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let folder = '';
let alone: (work: () => Promise<void>) => Promise<void>;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'set-up '));
  vi.stubEnv('XDG_CACHE_HOME', folder);
  vi.resetModules();
  ({ alone } = await import('./alone.mjs'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

const lock = () => path.join(folder, 'pixelcnn-studio', 'lock');

test('two set-ups at once run one after the other', async () => {
  const happened: string[] = [];
  const work = (name: string) => async () => {
    happened.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    happened.push(`${name} ends`);
  };
  await Promise.all([alone(work('first')), alone(work('second'))]);
  expect(happened).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(fs.existsSync(lock())).toBe(false);
});

test('the lock of a process that has ended is taken over, and a failure releases the lock', async () => {
  fs.mkdirSync(path.dirname(lock()));
  // Larger than any process number on Linux.
  fs.writeFileSync(lock(), '4194305');
  await expect(alone(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(fs.existsSync(lock())).toBe(false);
});

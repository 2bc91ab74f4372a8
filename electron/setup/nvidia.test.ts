import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hasCard } from './nvidia.mjs';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nvidia-'));
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  vi.stubEnv('CUDA_VISIBLE_DEVICES', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

/** Installs a driver's command that prints this answer. */
function withDriver(answer: string, code = 0): void {
  const script = `#!/bin/sh\ncat <<'END'\n${answer}\nEND\nexit ${code}\n`;
  fs.writeFileSync(path.join(folder, 'nvidia-smi'), script, { mode: 0o755 });
}

test('a card is used if its driver supports CUDA 12 and TensorFlow has kernels for it', () => {
  withDriver('580.159.04, 9.0');
  expect(hasCard()).toBe(true);
  withDriver('535.54, 3.5\n535.54, 8.6');
  expect(hasCard()).toBe(true);
});

test('an old driver, an old card or no card is not used', () => {
  withDriver('470.82, 8.6');
  expect(hasCard()).toBe(false);
  withDriver('535.54, 5.2');
  expect(hasCard()).toBe(false);
  withDriver('No devices were found', 6);
  expect(hasCard()).toBe(false);
});

test('CUDA_VISIBLE_DEVICES hides the cards', () => {
  withDriver('580.159.04, 9.0');
  for (const [visible, expected] of [
    ['', false],
    ['-1', false],
    ['0', true],
  ] as const) {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', visible);
    expect(hasCard()).toBe(expected);
  }
});

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cardText } from './card-text';
import { findCard } from './nvidia.mjs';

const linux = 'linux x64';
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

/** Installs a driver's command that prints this answer; `knows` are the facts it can be asked for. */
function withDriver(answer: string, { code = 0, knows = '' } = {}): void {
  const refusal = `case "$1" in *${knows}) ;; *) echo 'Field "compute_cap" is not valid'; exit 2;; esac`;
  const script = `#!/bin/sh\n${refusal}\ncat <<'END'\n${answer}\nEND\nexit ${code}\n`;
  fs.writeFileSync(path.join(folder, 'nvidia-smi'), script, { mode: 0o755 });
}

/** Why there is no card, in words. */
function refusal(system = linux): string {
  const found = findCard(system);
  return found.reason === undefined ? `uses ${found.card}` : cardText(found);
}

test('a card is used if its driver supports CUDA 12 and TensorFlow has kernels for it', () => {
  withDriver('NVIDIA Abacus, 580.159.04, 9.0');
  expect(findCard(linux)).toEqual({ card: 'NVIDIA Abacus' });
  withDriver('Old Abacus, 535.54, 3.5\nNew Abacus, 535.54, 8.6');
  expect(findCard(linux)).toEqual({ card: 'New Abacus' });
});

test('an old driver, an old card, no card or no driver is named', () => {
  withDriver('NVIDIA Abacus, 470.82, 8.6');
  expect(refusal()).toBe(
    'NVIDIA Abacus needs a newer driver: 470.82 is installed, TensorFlow needs 525 or newer.',
  );
  withDriver('NVIDIA Abacus, 390.157', { knows: 'name,driver_version' });
  expect(refusal()).toContain('390.157 is installed');
  withDriver('NVIDIA Abacus, 535.54, 5.2');
  expect(refusal()).toBe(
    'NVIDIA Abacus is too old for TensorFlow: its compute capability is 5.2, and 6 is needed.',
  );
  withDriver('No devices were found', { code: 6 });
  expect(refusal()).toBe('The NVIDIA driver reports no card: No devices were found.');
  vi.stubEnv('PATH', folder);
  fs.rmSync(path.join(folder, 'nvidia-smi'));
  expect(refusal()).toContain('there is no NVIDIA driver (no command nvidia-smi)');
});

test('CUDA_VISIBLE_DEVICES hides the cards', () => {
  withDriver('NVIDIA Abacus, 580.159.04, 9.0');
  for (const [visible, expected] of [
    ['', 'CUDA_VISIBLE_DEVICES is empty, which hides all cards.'],
    ['-1', 'CUDA_VISIBLE_DEVICES is -1, which hides all cards.'],
    ['0', 'uses NVIDIA Abacus'],
  ] as const) {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', visible);
    expect(refusal()).toBe(expected);
  }
});

test('on other systems no card is looked for', () => {
  withDriver('NVIDIA Abacus, 580.159.04, 9.0');
  for (const system of ['linux arm64', 'win32 x64', 'darwin arm64', 'darwin x64']) {
    expect(findCard(system)).toEqual({ reason: 'system', system });
  }
  expect(refusal('win32 x64')).toBe('TensorFlow trains on cards on Linux x64 only; this is Windows x64.');
});

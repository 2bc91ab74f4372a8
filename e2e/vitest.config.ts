import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { numpyFolder } from '../electron/setup/numpy.mjs';
import { onProcessorOnly, tensorflowEnvironment } from '../electron/setup/tensorflow-environment.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests wait for what must happen: these limits only end what hangs, on the slowest machine too. */
const patience = {
  testTimeout: 600_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 120_000 } },
};

/** Needs an NVIDIA card. */
const onCard = 'model/training/on-card.test.ts';

export default defineConfig({
  root: here('..'),
  test: {
    // Two cores: TensorFlow and the image library each use both already.
    maxWorkers: 2,
    projects: [
      {
        root: here('..'),
        test: {
          name: 'engine',
          include: ['model/**/*.test.ts', 'electron/**/*.test.ts', 'e2e/*.test.ts'],
          exclude: [onCard],
          pool: 'forks',
          ...patience,
          // Images decoded by tests are kept apart from the user's.
          env: {
            ...tensorflowEnvironment(),
            ...onProcessorOnly(),
            XDG_CACHE_HOME: path.join(os.tmpdir(), 'pixelcnn-studio-tests'),
            PYTHONPATH: numpyFolder,
          },
        },
      },
      {
        root: here('..'),
        test: {
          name: 'card',
          include: [onCard],
          pool: 'forks',
          ...patience,
        },
      },
      {
        root: here('..'),
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'page',
          include: ['renderer/**/*.test.ts'],
          environment: 'happy-dom',
          setupFiles: 'renderer/testing/patience.ts',
          ...patience,
        },
      },
    ],
  },
});

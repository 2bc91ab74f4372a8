import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { numpyFolder } from '../electron/setup/numpy.mjs';
import { patience } from './patience';
import { onProcessorOnly, tensorflowEnvironment } from '../electron/setup/tensorflow-environment.mjs';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const limits = {
  testTimeout: 5 * patience,
  hookTimeout: 5 * patience,
  expect: { poll: { timeout: patience } },
};

/** The tests that need an NVIDIA card. */
const onCard = 'model/training/on-card.test.ts';

export default defineConfig({
  root: here('..'),
  test: {
    // TensorFlow and the image library use several cores already.
    maxWorkers: 2,
    projects: [
      {
        root: here('..'),
        test: {
          name: 'engine',
          include: ['model/**/*.test.ts', 'electron/**/*.test.ts', 'e2e/*.test.ts'],
          exclude: [onCard],
          pool: 'forks',
          ...limits,
          // The cache of decoded images is separate from the user's.
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
          ...limits,
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
          ...limits,
        },
      },
    ],
  },
});

import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Electron 9's Node knows its own modules by their bare names only. */
const withoutNodePrefix: Plugin = {
  name: 'without-node-prefix',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name !== 'job',
  resolveId: (id) => (id.startsWith('node:') ? { id: id.slice('node:'.length), external: true } : null),
};

/** One CommonJS file for the main process or the preload script, in words that Electron 9 (V8 8.3) knows. */
const shell = (entry: string): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron', ...builtinModules], conditions: ['node'] },
  build: {
    outDir: here('../dist/main'),
    emptyOutDir: false,
    target: 'es2019',
    minify: false,
    rolldownOptions: {
      input: here(entry),
      external: ['electron', ...builtinModules],
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});

/** What runs on the job's own Node, version 20 or newer: the job, the command line, and the drawing threads. */
const job: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['@tensorflow/tfjs-node', 'sharp'] },
  build: {
    outDir: here('../dist/job'),
    // The drawing kernel is there too.
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        process: here('job/begin.ts'),
        'orphan-watch': here('job/orphan-watch.ts'),
        cli: here('../model/cli.ts'),
        'sampling-worker': here('../model/sampling/sampling-worker.ts'),
        bench: here('../model/bench/bench.ts'),
        digits: here('../model/bench/digits.ts'),
        soak: here('../model/bench/soak.ts'),
      },
      external: [/^@tensorflow\//, 'sharp'],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
};

export default defineConfig({
  root: here('.'),
  plugins: [withoutNodePrefix],
  environments: { main: shell('main.ts'), preload: shell('preload.ts'), job },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'job']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});

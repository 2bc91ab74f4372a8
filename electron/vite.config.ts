import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Each folder of programs lists the licences of what is built into them. */
const licences = { fileName: 'licences.json' };

/** Electron 9's Node knows its own modules by their bare names only. */
const withoutNodePrefix: Plugin = {
  name: 'without-node-prefix',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name !== 'job',
  resolveId: (id) => (id.startsWith('node:') ? { id: id.slice('node:'.length), external: true } : null),
};

/** Where the program serves a browser, a stand-in takes Electron's place. */
const servedWithoutElectron: Plugin = {
  name: 'served-without-electron',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'serve',
  resolveId: (id) => (id === 'electron' ? here('serve/electron.ts') : null),
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
    license: { fileName: `${entry.replace('.ts', '')}-licences.json` },
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
    license: licences,
    rolldownOptions: {
      input: {
        process: here('job/begin.ts'),
        'orphan-watch': here('job/orphan-watch.ts'),
        engine: here('job/engine.ts'),
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

/** What ws uses where it is installed. */
const partsOfWs = ['bufferutil', 'utf-8-validate'];

/** The main process on a plain Node, which serves its page to a browser. */
const serve: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: [...builtinModules, ...partsOfWs], conditions: ['node'] },
  build: {
    outDir: here('../dist/serve'),
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    license: licences,
    rolldownOptions: {
      // The stand-in is a file of its own, so that tests can load it too.
      input: { serve: here('main.ts'), electron: here('serve/electron.ts') },
      preserveEntrySignatures: 'strict',
      external: [...builtinModules, ...partsOfWs],
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
    },
  },
};

export default defineConfig({
  root: here('.'),
  plugins: [withoutNodePrefix, servedWithoutElectron],
  environments: { main: shell('main.ts'), preload: shell('preload.ts'), job, serve },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'job', 'serve']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});

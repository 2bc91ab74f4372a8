import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Svelte scopes styles with `:where(…)`, and Chromium 83 drops every rule that contains it. */
const withoutWhere: Plugin = {
  name: 'without-where',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'asset' && file.fileName.endsWith('.css')) {
        file.source = String(file.source).replace(/:where\(([^()]*)\)/g, '$1');
      }
    }
  },
};

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [svelte(), withoutWhere],
  build: {
    outDir: here('../dist/renderer'),
    emptyOutDir: true,
    // The oldest Electron the program runs on.
    target: 'chrome83',
    cssTarget: 'chrome83',
    modulePreload: false,
    // The page of the window, and the page in a browser.
    rolldownOptions: { input: { index: here('index.html'), serve: here('serve.html') } },
    // The page's policy allows no inlined fonts or scripts.
    assetsInlineLimit: 0,
    // The licences of what is built into the page, beside it.
    license: { fileName: 'licences.json' },
  },
});

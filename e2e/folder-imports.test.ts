import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

// Holds the table of CONTRIBUTING.md ("Where things are") against every import, type-only ones included.

const root = fileURLToPath(new URL('..', import.meta.url));

const architectureFolders = fs
  .readdirSync(path.join(root, 'model/nets'), { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? [`model/nets/${entry.name}`] : []));

/** The part of the engine that never loads TensorFlow: such a file imports of the project only its like. */
const withoutTensorflow = [
  'model/settings',
  'model/settings/data',
  'model/settings/keeping',
  'model/settings/knob',
  'model/settings/network',
  'model/settings/training',
  'model/presets',
  'model/events',
  'model/errors',
  'model/error-texts',
  'model/error-texts/error-text',
  'model/error-texts/phrases',
  'model/error-texts/file-errors',
  'model/error-texts/image-errors',
  'model/error-texts/input-errors',
  'model/error-texts/picture-errors',
  'model/error-texts/program-errors',
  'model/error-texts/run-errors',
  'model/error-texts/weight-errors',
  'model/reports',
  'model/run-format',
  'model/run/run-folder',
  'model/files/write-file',
  'model/images/data-file',
  'model/images/class-number',
  'model/machine/this-machine',
  'model/pick',
  'model/files/regular-file',
  'model/files/make-folder',
  'model/number-text',
  'model/listed',
  'model/files/cut-name',
  'model/system-errors',
  'model/files/temporary-folder',
  'model/files/json-file',
  'model/machine/process-identity',
  'model/files/record-parts',
  'model/random',
  'model/gallery/gallery-record',
  'model/gallery/drawn-as',
  'model/images/channels',
  'model/images/classes',
  'model/images/file-endings',
  'model/images/file-names',
  'model/images/image-folder',
  'model/images/decoding/image-format',
  'model/images/image-texts',
  'model/images/each-concurrently',
  'model/images/reading-rules',
  'model/images/require-classes',
  'model/images/split',
  'model/images/batches',
  'model/images/palette',
  'model/likelihood/categorical',
  'model/likelihood/distribution',
  'model/likelihood/likelihood',
  'model/likelihood/logistic-mixture',
  'model/likelihood/shaping',
  'model/nets/architecture',
  'model/nets/architectures',
  'model/nets/masks',
  'model/nets/model-description',
  'model/nets/parameters',
  'model/nets/picture-form',
  'model/nets/receptive-field',
  ...architectureFolders.flatMap((folder) => [`${folder}/architecture`, `${folder}/parameters`]),
  'model/run/create-run',
  'model/run/metrics',
  'model/run/run-lock',
  'model/run/training-state',
  'model/sampling/drawing-options',
];
/** What the page takes from the engine: names, words, and arithmetic that it would else have to repeat. */
const pageWords = [
  'model/listed',
  'model/events',
  'model/reports',
  'model/settings',
  'model/presets',
  'model/errors',
  'model/error-texts',
  'model/gallery/drawn-as',
  'model/images/channels',
  'model/images/image-texts',
  'model/likelihood/distribution',
  'model/likelihood/shaping',
  'model/nets/architectures',
  'model/nets/receptive-field',
  'model/pick',
  'model/random',
  'model/settings/data',
];

/** Packages that only some folders may import; all others may be used where they are needed. */
const restricted = /^(@tensorflow\/.*|electron|svelte(\/.*)?)$/;

interface Rule {
  files: RegExp;
  /** What they may import of the project: a folder (with `/` at its end) or a file (without its ending). */
  project: string[];
  /** Which of the restricted packages they may import. */
  packages?: RegExp;
}

/** The first rule that fits a file counts. */
const rules: Rule[] = [
  {
    files: new RegExp(`^(${withoutTensorflow.join('|')})\\.ts$`),
    project: [...withoutTensorflow, 'package.json'],
  },
  { files: /^model\//, project: ['model/', 'package.json'], packages: /^@tensorflow\// },
  { files: /^electron\/setup\//, project: ['electron/setup/'] },
  { files: /^electron\/job\/(begin|process)\.ts$/, project: ['model/', 'electron/job/'] },
  { files: /^electron\//, project: ['electron/', ...withoutTensorflow], packages: /^electron$/ },
  {
    files: /^renderer\//,
    project: ['renderer/', 'electron/api/', 'electron/desktop/menu-actions', ...pageWords],
    packages: /^svelte/,
  },
  {
    files: /^e2e\/vitest\.config\.ts$/,
    project: ['e2e/patience', 'electron/setup/tensorflow-environment', 'electron/setup/numpy'],
  },
  {
    files: /^e2e\/(studio|playwright\.config)\.ts$/,
    project: ['e2e/', 'electron/api/', 'electron/setup/display'],
  },
  { files: /^e2e\//, project: ['e2e/', 'electron/api/'] },
];

const sources = ['model', 'electron', 'renderer', 'e2e'].flatMap(sourcesIn);

test('every folder imports only what its place in the house allows', () => {
  expect(sources.length).toBeGreaterThan(50);
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter((name) => !isAllowed(file, name))
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  const imported = new Map(
    sources.map((file) => [file, importsOf(file).flatMap((name) => fileOf(file, name))]),
  );
  expect(imported.get('renderer/context.ts')).toContain('renderer/page-state.ts');
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (way.includes(file) || done.has(file)) return;
    for (const next of imported.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(circles).toEqual([]);
});

test('the set-up imports nothing that would have to be installed first', () => {
  // These two run when everything is installed.
  const later = ['electron/setup/example-images.mjs', 'electron/setup/package.mjs'];
  const files = sources.filter((file) => /^electron\/setup\/.*\.mjs$/.test(file) && !later.includes(file));
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !isBuiltin(name) && !name.startsWith('./'))
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test('imports of every kind are seen', () => {
  const code = `
    import a from './a'; import type { B } from './b'; export * from './c';
    type D = import('./d').D; const e = await import('./e'); const f = require('./f');`;
  expect(importsIn(code)).toEqual(['./a', './b', './c', './d', './e', './f']);
});

function sourcesIn(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return place === 'model/kernel/assembly' ? [] : sourcesIn(place);
    return /\.(ts|mjs|svelte)$/.test(entry.name) ? [place] : [];
  });
}

/** The source that a file means by a relative name; none for packages, styles and data. */
function fileOf(file: string, name: string): string[] {
  if (!name.startsWith('.')) return [];
  const place = path.posix.join(path.posix.dirname(file), name);
  return [place, `${place}.ts`].filter((known) => sources.includes(known));
}

function importsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  if (!file.endsWith('.svelte')) return importsIn(text);
  return [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].flatMap(([, script]) =>
    importsIn(script ?? ''),
  );
}

function importsIn(code: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node) => {
    const name = importedBy(node);
    if (name && ts.isStringLiteral(name)) names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest));
  return names;
}

function importedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(expression) && expression.text === 'require';
  return isImport || isRequire ? node.arguments[0] : undefined;
}

function isAllowed(file: string, name: string): boolean {
  const rule = rules.find(({ files }) => files.test(file));
  if (!rule) return false;
  if (!name.startsWith('.')) return !restricted.test(name) || (rule.packages?.test(name) ?? false);
  const place = path.posix.join(path.posix.dirname(file), name).replace(/\.(mjs|ts|svelte|css)$/, '');
  return rule.project.some((allowed) =>
    allowed.endsWith('/') ? place.startsWith(allowed) : place === allowed,
  );
}

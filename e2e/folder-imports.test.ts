import { isBuiltin } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folders, restricted, rules } from './import-tables';
import { fileOf, importsIn, namesIn, sources } from './source-imports';

test('every file imports only what the tables allow', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap((file) => wrongImports(file, namesIn(file)))).toEqual([]);
});

test('a wrong import is found', () => {
  const wrong = [
    ['model/images/dataset.ts', '../nets/network'],
    ['model/images/decoding/bmp.ts', '../../training/train'],
    ['model/random.ts', './nets/masks'],
    ['model/nets/masks.ts', '@tensorflow/tfjs-node'],
    ['model/run/run-folder.ts', '../testing/tiny-images'],
    ['renderer/words/quantities.ts', '../runs/runs.svelte'],
    ['renderer/gallery/Gallery.svelte', '../inspect/Inspect.svelte'],
    ['renderer/studio.ts', '../model/training/train'],
    ['electron/main.ts', '../model/training/train'],
  ] as const;
  for (const [file, name] of wrong) expect(wrongImports(file, [name])).toEqual([`${file} imports ${name}`]);
});

test('the table of folders is complete, and allows nothing that no file needs', () => {
  const needed: Record<string, string[]> = {};
  for (const file of sources.filter((source) => inTable(source) && !isTest(source))) {
    const own = folderOf(file);
    const others = namesIn(file).flatMap((name) => fileOf(file, name).map(folderOf));
    const entry = others.filter(
      (other) => other !== own && areaOf(other) === areaOf(own) && !isRootFile(other),
    );
    if (entry.length || !isRootFile(own)) needed[own] = [...(needed[own] ?? []), ...entry];
  }
  const sorted = (table: Record<string, readonly string[]>) =>
    Object.fromEntries(
      Object.entries(table).map(([folder, others]) => [folder, [...new Set(others)].sort()]),
    );
  expect(sorted(folders)).toEqual(sorted(needed));
});

test('there are no import cycles, types included', () => {
  const imported = new Map(
    sources.map((file) => [file, namesIn(file).flatMap((name) => fileOf(file, name))]),
  );
  expect(imported.get('renderer/context.ts')).toContain('renderer/page-state.ts');
  expect(circlesIn(imported)).toEqual([]);
});

test('no folder imports itself through others', () => {
  expect(circlesIn(new Map(Object.entries(folders)))).toEqual([]);
});

test('a circle of any length is found', () => {
  const imports = new Map([
    ['a', ['b', 'c']],
    ['b', ['c']],
    ['c', ['d']],
    ['d', ['b']],
  ]);
  expect(circlesIn(imports)).toEqual(['b -> c -> d -> b']);
});

test('the set-up imports nothing that must be installed first', () => {
  // These run after everything is installed.
  const later = ['example-images', 'package', 'debian-package', 'fuses'].map(
    (name) => `electron/setup/${name}.mjs`,
  );
  const files = sources.filter(
    (file) => /^(electron\/setup|model)\/.*\.mjs$/.test(file) && !later.includes(file),
  );
  const wrong = files.flatMap((file) =>
    namesIn(file)
      .filter((name) => !isBuiltin(name) && !/^\..*\.mjs$/.test(name))
      .map((name) => `${file} imports ${name}`),
  );
  expect(wrong).toEqual([]);
});

test('every kind of import is found', () => {
  const code = `
    import a from './a'; import type { B } from './b'; export * from './c';
    type D = import('./d').D; const e = await import('./e'); const f = require('./f');`;
  expect(importsIn(code)).toEqual(['./a', './b', './c', './d', './e', './f']);
});

/** The imports of a file that a table forbids, as sentences. */
function wrongImports(file: string, names: readonly string[]): string[] {
  return names
    .filter((name) => !isAllowed(file, name) || !fileOf(file, name).every((other) => mayUse(file, other)))
    .map((name) => `${file} imports ${name}`);
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

/** Whether the table of folders lets a file import another of the project. */
function mayUse(file: string, other: string): boolean {
  if (isTest(file) || !inTable(file) || areaOf(file) !== areaOf(other)) return true;
  const [from, to] = [folderOf(file), folderOf(other)];
  return from === to || isRootFile(to) || (folders[from] ?? []).includes(to);
}

const areaOf = (file: string) => file.split('/')[0];
const inTable = (file: string) => ['model', 'renderer'].includes(areaOf(file) ?? '');
const isTest = (file: string) => /\.(test|fuzz)\.ts$|\/testing\//.test(file);
const isRootFile = (folder: string) => /\.(ts|svelte)$/.test(folder);

/** The name of a file in the table: its folder inside `model/` or `renderer/`, or its own at the root of one. */
function folderOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

/** Finds the circles of imports, each once. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (from: string, way: readonly string[]) => {
    if (way.includes(from)) circles.push([...way.slice(way.indexOf(from)), from].join(' -> '));
    if (way.includes(from) || done.has(from)) return;
    for (const next of imports.get(from) ?? []) visit(next, [...way, from]);
    done.add(from);
  };
  for (const from of imports.keys()) visit(from, []);
  return circles;
}

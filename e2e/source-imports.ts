/** Reads the imports of the project's files, type-only ones included. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** All sources of the program and its tests, except the AssemblyScript, which is compiled separately. */
export const sources = ['model', 'electron', 'renderer', 'e2e'].flatMap(sourcesIn);

function sourcesIn(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return place === 'model/kernel/assembly' ? [] : sourcesIn(place);
    return /\.(ts|mjs|svelte)$/.test(entry.name) ? [place] : [];
  });
}

const isSource = new Set(sources);

/** Resolves a relative name in a file to a source; undefined for packages, styles and data. */
export function fileOf(file: string, name: string): string[] {
  if (!name.startsWith('.')) return [];
  const place = path.posix.join(path.posix.dirname(file), name);
  return [place, `${place}.ts`].filter((known) => isSource.has(known));
}

/** Returns the names that a file imports, as written there. */
export function namesIn(file: string): string[] {
  return names.get(file) ?? [];
}

const names = new Map(sources.map((file) => [file, read(file)]));

function read(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  if (!file.endsWith('.svelte')) return importsIn(text);
  return [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].flatMap(([, script]) =>
    importsIn(script ?? ''),
  );
}

/** Returns the names that code imports. */
export function importsIn(code: string): string[] {
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

/** Reads which files of the project import which, type-only imports included. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Every source of the program and its tests, but for the AssemblyScript, which is compiled apart. */
export const sources = ['model', 'electron', 'renderer', 'e2e'].flatMap(sourcesIn);

function sourcesIn(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return place === 'model/kernel/assembly' ? [] : sourcesIn(place);
    return /\.(ts|mjs|svelte)$/.test(entry.name) ? [place] : [];
  });
}

const isSource = new Set(sources);

/** The source that a file means by a relative name; none for packages, styles and data. */
export function fileOf(file: string, name: string): string[] {
  if (!name.startsWith('.')) return [];
  const place = path.posix.join(path.posix.dirname(file), name);
  return [place, `${place}.ts`].filter((known) => isSource.has(known));
}

/** The names that a file imports, as they are written there. */
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

/** The names that code imports. */
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

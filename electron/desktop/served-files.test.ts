import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { servedFile } from './served-files';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'served files '));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const sheet = fs.readFileSync(new URL('../../resources/example-run/samples/100.png', import.meta.url));
const write = (name: string, bytes: Uint8Array | string) => {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
};
write('page/index.html', '<!doctype html>');
write('page/assets/a.js', 'export {};');
write('page/assets/a.woff2', 'wOF2');
write('page/secret.txt', 'secret');
write('page more/index.html', 'secret');
write('library/run-1/samples/0.png', sheet);
write('library/run-1/samples/1.png', '<svg></svg>');
write('library/run-1/run.json', '{}');
fs.mkdirSync(path.join(folder, 'library/run-1/samples/2.png'));

const served = (address: string) =>
  servedFile(`studio://app/${address}`, path.join(folder, 'page'), path.join(folder, 'library'));

test('the files of the page and whole sample sheets are served, each with its type', () => {
  expect(served('index.html')).toEqual({ mimeType: 'text/html', data: Buffer.from('<!doctype html>') });
  expect(served('assets/a.js?v=1#x')).toMatchObject({ mimeType: 'text/javascript' });
  expect(served('assets/a.woff2')).toMatchObject({ mimeType: 'font/woff2' });
  expect(served('samples/run-1/0.png')).toMatchObject({ mimeType: 'image/png' });
});

test.each([
  '',
  '%zz',
  'samples/run-1/%zz.png',
  'assets',
  'secret.txt',
  'missing.js',
  '../page more/index.html',
  '..%2fpage%20more%2findex.html',
  '%2e%2e/page%20more/index.html',
  'assets/..%5c..%5cpage more%5cindex.html',
  '..%2flibrary%2frun-1%2frun.json',
  'index.html%00.js',
  'samples/run-1/1.png',
  'samples/run-1/2.png',
  'samples/run-1/3.png',
  'samples/../0.png',
  'samples/..%2frun-1/0.png',
  'samples/.%2e/0.png',
  'samples/run-1%2fsamples%2f0.png',
  'samples/run-1/-1.png',
  'samples/run-1/0.PNG',
  'samples/run-1/run.json',
  'samples/run-1/..%2frun.json',
])('%s is refused', (address) => {
  expect(served(address)).toBeNull();
});

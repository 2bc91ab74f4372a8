import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { mostJsonValues } from '../limits';
import { parseJson, readJsonFile } from './json-file';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'json-file-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'a.json');

const schema = v.object({
  name: v.pipe(v.string(), v.maxLength(9)),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  kinds: v.array(v.object({ kind: v.picklist(['a', 'b']) })),
  hash: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]+$/, 'a hexadecimal number'))),
});

function reading(text: string) {
  fs.writeFileSync(file, text);
  return () => readJsonFile(file, schema, 2);
}

test('only the fields of the schema are read, with or without a byte order mark', () => {
  const read = { name: 'x', step: 1, kinds: [{ kind: 'b' }] };
  const text = JSON.stringify({ ...read, more: 1, format: 2 });
  expect(reading(text)()).toEqual(read);
  expect(reading(`\uFEFF${text}`)()).toEqual(read);
});

test.each([
  ['', 'it is empty'],
  ['\0\0\0', 'it is not JSON'],
  ['{"name": "x"', 'it is not JSON'],
  ['null', 'it is null but must be an object'],
  ['[]', '“name” is missing'],
  ['7', 'it is 7 but must be an object'],
  ['{}', '“name” is missing'],
  ['{"name":null}', '“name” is null but must be text'],
  [`{"name":"${'long'.repeat(1e6)}"}`, `“name” is “${'long'.repeat(9)}lon… but must be no longer than 9`],
  ['{"name":"x","step":"1"}', '“step” is “1” but must be a number'],
  ['{"name":"x","step":1.5}', '“step” is 1.5 but must be a whole number'],
  ['{"name":"x","step":-1}', '“step” is -1 but must be at least 0'],
  ['{"name":"x","step":1,"kinds":{}}', '“kinds” is an object but must be a list'],
  ['{"name":"x","step":1,"kinds":[{},{"kind":3}]}', '“kinds.0.kind” is missing'],
  ['{"name":"x","step":1,"kinds":[{"kind":3}]}', '“kinds.0.kind” is 3 but must be ("a" | "b")'],
  ['{"name":"x","step":1,"kinds":[],"hash":"xyz"}', '“hash” is “xyz” but must be a hexadecimal number'],
])('%s is refused with a clause that says why', (text, reason) => {
  expect(reading(text)).toThrow(new Error(reason));
});

test('a newer format is named as such, whatever else is in the file', () => {
  expect(reading('{"format":3}')).toThrow(expect.objectContaining({ code: 'file-newer', facts: { file } }));
});

test('only regular files are read', () => {
  expect(() => readJsonFile(folder, schema)).toThrow('It is a folder');
});

test('a text of more values than any file has is refused before they fill memory', () => {
  const values = mostJsonValues / 2;
  expect(parseJson(`[${'[],'.repeat(4)}${' '.repeat(mostJsonValues)}0]`)).toHaveLength(5);
  expect(() => parseJson(`[${'[],'.repeat(values)}0]`)).toThrow('it holds too many values');
});

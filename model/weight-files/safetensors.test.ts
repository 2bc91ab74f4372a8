import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors';

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'safetensors-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const tensors = new Map<string, StoredTensor>([
  ['bytes', { dtype: 'U8', shape: [3], data: Uint8Array.of(0, 128, 255) }],
  ['half.way', { dtype: 'F32', shape: [2, 1], data: Float32Array.of(0.5, -0) }],
  ['steps', { dtype: 'I64', shape: [], data: BigInt64Array.of(-(2n ** 60n)) }],
  ['names äöü', { dtype: 'I32', shape: [1, 1, 2], data: Int32Array.of(-1, 7) }],
  ['exact', { dtype: 'F64', shape: [2], data: Float64Array.of(Math.PI, NaN) }],
  ['none', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
]);

test('tensors are read back as written, with their metadata', () => {
  const file = path.join(folder, 'all.safetensors');
  writeSafetensors(file, tensors, { format: 'pt' });
  const read = readSafetensors(file);
  expect(read.metadata).toEqual({ format: 'pt' });
  expect(new Map([...read.tensors].sort())).toEqual(new Map([...tensors].sort()));
  expect(readSafetensors(fs.readFileSync(file)).tensors).toEqual(read.tensors);
});

test('every tensor starts at a multiple of its element size', () => {
  const file = path.join(folder, 'aligned.safetensors');
  writeSafetensors(file, tensors);
  const bytes = fs.readFileSync(file);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, { data_offsets: number[] }>;
  for (const [name, { data }] of tensors) {
    const offset = start + (header[name]?.data_offsets[0] ?? NaN);
    expect(offset % data.BYTES_PER_ELEMENT, name).toBe(0);
  }
});

test('a view into a larger array is written alone', () => {
  const file = path.join(folder, 'view.safetensors');
  const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  writeSafetensors(file, new Map([['view', { dtype: 'F32', shape: [2], data } as StoredTensor]]));
  expect(readSafetensors(file).tensors.get('view')?.data).toEqual(Float32Array.of(2, 3));
});

test('data and shape that disagree are not written', () => {
  const wrong: StoredTensor = { dtype: 'F32', shape: [3], data: new Float32Array(2) };
  expect(() => writeSafetensors(path.join(folder, 'w'), new Map([['a', wrong]]))).toThrow('a does not have');
});

test.each([
  ['nothing', Buffer.alloc(4), 'too short'],
  ['a header longer than the file', layOut('{}', 0, 100), 'beyond the file'],
  ['a header that is not JSON', layOut('{"a":', 0), 'not readable'],
  ['a header that is a list', layOut('[]', 0), 'not readable'],
  ['metadata that are numbers', layOut('{"__metadata__":{"a":1}}', 0), 'not text'],
  ['an entry without offsets', layOut('{"a":{"dtype":"F32","shape":[1]}}', 4), 'entry of a'],
  ['a negative side', layOut(entry('F32', [-1], [0, 4]), 4), 'entry of a'],
  ['an unknown type', layOut(entry('F8', [4], [0, 4]), 4), 'type F8'],
  ['a type named as an inherited property', layOut(entry('toString', [4], [0, 4]), 4), 'type toString'],
  ['offsets outside', layOut(entry('F32', [2], [0, 8]), 4), 'outside the file'],
  ['offsets backwards', layOut(entry('F32', [1], [4, 0]), 4), 'outside the file'],
  ['a shape of another size', layOut(entry('F32', [2], [0, 4]), 4), 'has 4 bytes'],
  ['bytes that belong to no tensor', layOut(entry('F32', [1], [0, 4]), 9), 'fill it exactly'],
  ['tensors that overlap', layOut(twoEntries([0, 4], [0, 4]), 8), 'fill it exactly'],
  ['a header that is too long', layOut('{', 1e8, 1e8 + 1), 'header is too long'],
  ['a shape whose product overflows', layOut(entry('F32', [2 ** 52, 2 ** 52], [0, 4]), 4), 'has 4 bytes'],
])('a file with %s is refused', (_what, bytes, reason) => {
  const file = path.join(folder, 'damaged.safetensors');
  fs.writeFileSync(file, bytes);
  expect(() => readSafetensors(file)).toThrow(
    expect.objectContaining({
      code: 'file-damaged',
      facts: { file, reason: expect.stringContaining(reason) as string },
    }),
  );
});

test('a file whose tensors share bytes is refused before anything is copied', () => {
  const shared = { dtype: 'U8', shape: [2 ** 20], data_offsets: [0, 2 ** 20] };
  const names = Array.from({ length: 20_000 }, (_, i) => [String(i), shared] as const);
  const bytes = layOut(JSON.stringify(Object.fromEntries(names)), 2 ** 20);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => readSafetensors(bytes)).toThrow(/fill it exactly/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 25);
});

test('a tensor of more axes than any has is refused, and its axes are not listed', () => {
  const axes = Array<number>(100_000).fill(1);
  expect(() => readSafetensors(layOut(entry('F32', axes, [0, 4]), 4))).toThrow(
    expect.objectContaining({ facts: { file: 'tensors', reason: 'a has 100000 axes' } }),
  );
});

test('a missing file is named', () => {
  const file = path.join(folder, 'missing');
  expect(() => readSafetensors(file)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
});

function entry(dtype: string, shape: number[], offsets: number[]): string {
  return JSON.stringify({ a: { dtype, shape, data_offsets: offsets } });
}

function twoEntries(first: number[], second: number[]): string {
  const tensor = (offsets: number[]) => ({ dtype: 'F32', shape: [1], data_offsets: offsets });
  return JSON.stringify({ a: tensor(first), b: tensor(second) });
}

function layOut(header: string, dataBytes: number, headerLength = header.length): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerLength));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(dataBytes)]);
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTorchCheckpoint } from './torch-checkpoint';

/*
 * The files in testing/fixtures/torch come from PyTorch 2.13:
 *
 *   quarter = torch.arange(6.0).reshape(2, 3) / 4 - 0.5
 *   plain = dict(matrix=quarter, bias=tensor([1.5, -2.0]), scalar=tensor(0.25), empty=torch.zeros(0, 3))
 *   torch.save(plain, 'plain.pt')
 *   with open('to-a-stream.pt', 'wb') as stream: torch.save(plain, stream)
 *   torch.save(plain, 'protocol-5.pt', pickle_protocol=5)
 *   torch.save(plain, 'before-1.6.pt', _use_new_zipfile_serialization=False)
 *   views = dict(matrix=torch.nn.Parameter(quarter.t().contiguous().t()), bias=tensor([[1.5, 9], [-2, 9]])[:, 0],
 *                scalar=tensor([7, 0.25])[1], empty=plain['empty'])
 *   torch.save(views, 'views.pt')
 *   kinds = ['float64', 'float16', 'bfloat16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool']
 *   torch.save({kind: tensor([0, 1, 3]).to(getattr(torch, kind)) for kind in kinds}
 *       | dict(small=tensor([2.0**-24, -65504, float('inf'), float('nan')]).half()), 'types.pt')
 *   torch.save(dict(state_dict=plain, epoch=3), 'nested.pt')
 *   torch.save(torch.nn.Linear(2, 2), 'module.pt')
 *   torch.save(dict(a=torch.complex(torch.ones(2), torch.ones(2))), 'complex.pt')
 *
 * Two more hold a small PixelCNN: dataparallel.pt was saved from torch.nn.DataParallel, and bit-rot.pt has one flipped
 * bit in a tensor.
 */
const fixture = (name: string) => path.join(import.meta.dirname, '../testing/fixtures', name);

const plain = new Map([
  ['matrix', { shape: [2, 3], values: Float32Array.of(-0.5, -0.25, 0, 0.25, 0.5, 0.75) }],
  ['bias', { shape: [2], values: Float32Array.of(1.5, -2) }],
  ['scalar', { shape: [], values: Float32Array.of(0.25) }],
  ['empty', { shape: [0, 3], values: new Float32Array(0) }],
]);

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torch-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test.each(['plain', 'to-a-stream', 'protocol-5', 'views'])('%s.pt holds the same tensors', (name) => {
  expect(readTorchCheckpoint(fixture(`torch/${name}.pt`))).toEqual(plain);
});

test('the layout of PyTorch 1.6, without the entries for byte order and alignment, is read', () => {
  const files = unzipSync(fs.readFileSync(fixture('torch/plain.pt')));
  const kept = Object.entries(files).filter(([name]) => /\/(data\.pkl|data\/\d+|version)$/.test(name));
  expect(kept).toHaveLength(6);
  expect(readTorchCheckpoint(archive(Object.fromEntries(kept)))).toEqual(plain);
});

test('numbers of every type become float32', () => {
  const tensors = readTorchCheckpoint(fixture('torch/types.pt'));
  const small = Float32Array.of(2 ** -24, -65504, Infinity, NaN);
  expect(tensors.get('small')?.values).toEqual(small);
  tensors.delete('small');
  expect([...tensors.keys()].join()).toBe('float64,float16,bfloat16,int64,int32,int16,int8,uint8,bool');
  for (const [kind, { values }] of tensors) {
    expect(values, kind).toEqual(kind === 'bool' ? Float32Array.of(0, 1, 1) : Float32Array.of(0, 1, 3));
  }
});

test.each([
  ['before-1.6', 'It has the layout of PyTorch before 1.6'],
  ['module', 'It holds a torch.nn.modules.linear.Linear'],
  ['complex', 'It holds a torch.ComplexFloatStorage'],
  ['nested', '“state_dict” in it is not a tensor'],
  ['bit-rot', "“archive/data/0” in it is damaged: the ZIP's checksum does not match"],
])('%s.pt is refused with the reason', (name, reason) => refused(fixture(`torch/${name}.pt`), reason));

test('code in a pickle is refused, not run', () => {
  const harm = path.join(folder, 'harm');
  const pickle = `cposix\nsystem\n(X${int32(harm.length + 6)}touch ${harm}tR.`;
  refused(archive({ 'a/data.pkl': strToU8(pickle, true) }), 'It holds a posix.system');
  expect(fs.existsSync(harm)).toBe(false);
});

test.each([
  ['text', strToU8('hello'), 'It was not written by torch.save'],
  ['nothing', new Uint8Array(0), 'It was not written by torch.save'],
  ['half a file', fs.readFileSync(fixture('torch/plain.pt')).subarray(0, 900), 'Its ZIP archive is damaged'],
  ['no pickle', zipSync({ 'a/version': strToU8('3') }), 'It holds no list of tensors'],
  ['an empty pickle', pickled(''), 'Its list of tensors is cut short'],
  ['a pickle that ends early', pickled('X\x09\0\0\0abc'), 'Its list of tensors is cut short'],
  ['a number alone', pickled('K\x07.'), 'It does not hold named tensors'],
  ['values missing on the stack', pickled('K\x07\x87.'), 'Its list of tensors is damaged'],
  ['no mark', pickled('K\x07t.'), 'Its list of tensors is damaged'],
  ['items without a dictionary', pickled('K\x07K\x08K\x09s.'), 'Its list of tensors is damaged'],
  ['a call of a number', pickled('K\x07)R.'), 'Its list of tensors is damaged'],
  ['an unsupported opcode', pickled('I7\n.'), 'It holds more than named tensors'],
  ['64 nested tuples', pickled(`)${'\x85'.repeat(63)}.`), 'It does not hold named tensors'],
  ['65 nested tuples', pickled(`)${'\x85'.repeat(64)}.`), 'is nested too deeply'],
  ['a million nested tuples', pickled(`)${'\x85'.repeat(1e6)}.`), 'is nested too deeply'],
  ['a dictionary in itself', pickled(`}q\0${'K\x01h\0s'.repeat(70)}.`), 'is nested too deeply'],
  ['a number as a name', pickled(`})K\x01s.`), 'It does not hold named tensors alone'],
  ['a tuple that names a global', pickled('))\x93.'), 'Its list of tensors is damaged'],
  [
    'a call with a million arguments',
    pickled(`ccollections\nOrderedDict\n(${'K\x01'.repeat(1e6)}tR.`),
    'Its list of tensors is damaged',
  ],
  ['a list of 17 MB', pickled('}'.repeat(17e6)), 'Its list of tensors is too long'],
])('%s is refused', (name, bytes, reason) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  refused(file, reason);
});

test('a small file cannot expand to many numbers', () => {
  const read = (numbers: number, pickle: string) =>
    archive({ 'a/data.pkl': strToU8(pickle, true), 'a/data/0': new Uint8Array(4 * numbers) });
  const tensors = readTorchCheckpoint(read(6, dictionary(viewOf([2, 3], [3, 1]), viewOf([], []))));
  expect([...tensors.values()].map(({ values }) => values.length)).toEqual([6, 1]);
  refused(read(6, dictionary(viewOf([10_000, 10_000], [0, 0]))), 'Some of its tensors repeat their numbers');
  const sharing = Array.from({ length: 40 }, () => viewOf([1000], [1]));
  refused(read(1000, dictionary(...sharing)), 'It asks for more numbers than its size allows');
  const axes = Array.from({ length: 65 }, () => 1);
  refused(read(6, dictionary(viewOf(axes, axes))), 'It does not hold named tensors alone');
});

test('a storage with two types is refused', () => {
  const pickle = dictionary(viewOf([1], [1]), viewOf([1], [1], 'IntStorage'));
  refused(
    archive({ 'a/data.pkl': strToU8(pickle, true), 'a/data/0': new Uint8Array(4) }),
    'differ in their type',
  );
});

test.each([
  ['data/0', undefined, 'Some of its tensors are missing'],
  ['data/0', new Uint8Array(20), 'Some of its tensors are cut short'],
  ['byteorder', strToU8('big'), 'Its numbers are big-endian'],
])('an archive whose %s is %s is refused', (name, content, reason) => {
  const files: Zippable = { ...unzipSync(fs.readFileSync(fixture('torch/plain.pt'))) };
  if (content) files[`plain/${name}`] = content;
  else Reflect.deleteProperty(files, `plain/${name}`);
  refused(archive(files), reason);
});

test('a missing file is named', () => {
  expect(() => readTorchCheckpoint('/missing.pt')).toThrow(
    expect.objectContaining({ code: 'file-unreadable' }),
  );
});

test('all tensors of the notebook model are read', () => {
  const tensors = readTorchCheckpoint(fixture('notebook-random.pt'));
  expect(tensors.size).toBe(32);
  expect(tensors.get('model.0.weight')?.shape).toEqual([32, 1, 7, 7]);
});

function refused(file: string, reason: string): void {
  expect(() => readTorchCheckpoint(file)).toThrow(
    expect.objectContaining({
      code: 'weights-unsupported',
      facts: { file, reason: expect.stringContaining(reason) as string },
    }),
  );
}

test.each([
  ['dictionaries', '}'],
  ['tuples', ')'],
  ['dictionaries by a call', `ccollections\nOrderedDict\nq\x00${'h\x00)R'.repeat(2 ** 20)}`],
])('a list of more %s than any tensors need is refused before they fill memory', (_, opcodes) => {
  const file = path.join(folder, 'archive.pt');
  fs.writeFileSync(file, zipSync({ 'a/data.pkl': strToU8(opcodes.padEnd(2 ** 22, opcodes[0]), true) }));
  expect(() => readTorchCheckpoint(file)).toThrow('Its list of tensors is too long');
});

function pickled(opcodes: string): Uint8Array {
  return zipSync({ 'a/data.pkl': strToU8(opcodes, true) });
}

function archive(files: Zippable): string {
  const file = path.join(folder, 'archive.pt');
  fs.writeFileSync(file, zipSync(files, { level: 0 }));
  return file;
}

/** The opcodes of a state_dict with these tensors. */
function dictionary(...tensors: string[]): string {
  return `}${tensors.map((tensor, i) => `${text(`tensor ${i}`)}${tensor}s`).join('')}.`;
}

/** The opcodes of a tensor over `data/0`. */
function viewOf(shape: readonly number[], strides: readonly number[], type = 'FloatStorage'): string {
  const tuple = (values: readonly number[]) => `(${values.map((value) => `J${int32(value)}`).join('')}t`;
  const storage = `(${text('storage')}ctorch\n${type}\n${text('0')}${text('cpu')}K\x01tQ`;
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}K\0${tuple(shape)}${tuple(strides)}tR`;
}

function text(ascii: string): string {
  return `X${int32(ascii.length)}${ascii}`;
}

/** Four bytes, little-endian. */
function int32(value: number): string {
  return String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >> 24);
}

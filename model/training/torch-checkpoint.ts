/**
 * Reads what `torch.save(state_dict)` wrote: a ZIP file in which <name>/data.pkl lists the tensors and
 * <name>/data/<key> holds the numbers. Nothing in the file is run.
 */
import fs from 'node:fs';
import { unzipSync, type Unzipped } from 'fflate';
import { reasonOf, StudioError } from '../errors';
import { PickleRefused, readPickle } from './pickle';

/** Values in row-major order, brought to float32. */
export interface TorchTensor {
  shape: readonly number[];
  values: Float32Array;
}

/**
 * All tensors of a state_dict, in its order.
 * @throws StudioError file-unreadable, torch-file-unsupported
 */
export function readTorchCheckpoint(file: string): Map<string, TorchTensor> {
  const bytes = readBytes(file);
  try {
    return namedTensors(unpickle(unzip(bytes)));
  } catch (thrown) {
    if (!(thrown instanceof PickleRefused)) throw thrown;
    throw new StudioError('torch-file-unsupported', { file, reason: thrown.message });
  }
}

function readBytes(file: string): Uint8Array {
  try {
    return fs.readFileSync(file);
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
}

function unzip(bytes: Uint8Array): Unzipped {
  const begins = (...start: number[]) => start.every((byte, at) => bytes[at] === byte);
  const isZip = begins(0x50, 0x4b, 3, 4);
  const isOldTorch = begins(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46);
  if (isOldTorch) throw new PickleRefused('It has the layout of PyTorch before 1.6, which is not read');
  if (!isZip) throw new PickleRefused('It was not written by torch.save');
  try {
    return unzipSync(bytes);
  } catch (thrown) {
    throw new PickleRefused(`Its ZIP archive is damaged (${reasonOf(thrown)})`);
  }
}

/** The files of the archive as what the pickle in it describes. */
function unpickle(files: Unzipped): unknown {
  const pickle = Object.keys(files).find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined) throw new PickleRefused('It holds no list of tensors');
  const root = pickle.slice(0, pickle.indexOf('/') + 1);
  const byteOrder = files[`${root}byteorder`];
  if (byteOrder && new TextDecoder().decode(byteOrder).trim() !== 'little') {
    throw new PickleRefused('Its numbers are big-endian');
  }
  const storages = new Map<string, Float32Array>();
  const persistent = (id: unknown): Float32Array => {
    const [kind, decode, key] = Array.isArray(id) ? (id as unknown[]) : [];
    if (kind !== 'storage' || typeof decode !== 'function' || typeof key !== 'string') throw notTensors();
    const known = storages.get(key);
    if (known) return known;
    const bytes = files[`${root}data/${key}`];
    if (!bytes) throw new PickleRefused('Some of its tensors are missing');
    const storage = (decode as Decoder)(bytes);
    storages.set(key, storage);
    return storage;
  };
  return readPickle(files[pickle] as Uint8Array, { globals, persistent });
}

function namedTensors(value: unknown): Map<string, TorchTensor> {
  if (!(value instanceof Map)) throw notTensors();
  const tensors = new Map<string, TorchTensor>();
  for (const [name, tensor] of value as Map<unknown, unknown>) {
    if (!isTensor(tensor)) throw new PickleRefused(`“${String(name)}” in it is not a tensor`);
    tensors.set(String(name), tensor);
  }
  return tensors;
}

function isTensor(value: unknown): value is TorchTensor {
  return typeof value === 'object' && value !== null && 'values' in value && 'shape' in value;
}

type Decoder = (bytes: Uint8Array) => Float32Array;

/** Everything a state_dict may name: containers, tensors, and the types of storages. */
const globals = new Map<string, unknown>([
  ['collections.OrderedDict', () => new Map<unknown, unknown>()],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', (data: unknown) => data],
  ...Object.entries<Decoder>({
    'torch.FloatStorage': decodeEach(4, (view, at) => view.getFloat32(at, true)),
    'torch.DoubleStorage': decodeEach(8, (view, at) => view.getFloat64(at, true)),
    'torch.HalfStorage': decodeEach(2, (view, at) => halfValue(view.getUint16(at, true))),
    'torch.BFloat16Storage': decodeEach(2, (view, at) => brainValue(view.getUint16(at, true))),
    'torch.LongStorage': decodeEach(8, (view, at) => Number(view.getBigInt64(at, true))),
    'torch.IntStorage': decodeEach(4, (view, at) => view.getInt32(at, true)),
    'torch.ShortStorage': decodeEach(2, (view, at) => view.getInt16(at, true)),
    'torch.CharStorage': decodeEach(1, (view, at) => view.getInt8(at)),
    'torch.ByteStorage': decodeEach(1, (view, at) => view.getUint8(at)),
    'torch.BoolStorage': decodeEach(1, (view, at) => view.getUint8(at)),
  }),
]);

function decodeEach(size: number, valueAt: (view: DataView, at: number) => number): Decoder {
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Float32Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => valueAt(view, i * size));
  };
}

/** A tensor is a view of a storage: where it begins, its sides, and the steps along each. */
function rebuildTensor(storage: unknown, offset: unknown, shape: unknown, strides: unknown): TorchTensor {
  const isView = storage instanceof Float32Array && isCount(offset) && isCounts(shape) && isCounts(strides);
  if (!isView || shape.length !== strides.length) throw notTensors();
  const furthest = shape.reduce((at, side, axis) => at + (side - 1) * (strides[axis] as number), offset);
  const isEmpty = shape.includes(0);
  if (!isEmpty && furthest >= storage.length) throw new PickleRefused('Some of its tensors are cut short');

  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  const place = shape.map(() => 0);
  let from = offset;
  for (let i = 0; i < values.length; i++) {
    values[i] = storage[from] as number;
    // The next place in row-major order: the last axis first, carrying over.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [side, stride] = [shape[axis] as number, strides[axis] as number];
      place[axis] = (place[axis] as number) + 1;
      from += stride;
      if (place[axis] !== side) break;
      from -= side * stride;
      place[axis] = 0;
    }
  }
  return { shape, values };
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfValue(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14);
}

/** bfloat16: the upper half of a float32. */
function brainValue(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(isCount);
}

function notTensors(): PickleRefused {
  return new PickleRefused('It does not hold named tensors alone');
}

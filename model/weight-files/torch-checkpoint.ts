/**
 * Reads files that `torch.save(state_dict)` wrote: a ZIP archive in which <name>/data.pkl lists the tensors and
 * <name>/data/<key> holds their numbers. No code in the file is run.
 */
import { reasonOf, StudioError } from '../errors';
import { readRegularFile } from '../files/regular-file';
import { mostAxes, mostTorchValues, mostZipBytes } from '../limits';
import { readZip, ZipRefused } from '../files/zip-archive';
import { PickleRefused, readPickle } from './pickle';

/** A tensor with its values in row-major order, converted to float32. */
export interface TorchTensor {
  shape: readonly number[];
  values: Float32Array;
}

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * All tensors of a state_dict, in its order.
 * @throws StudioError file-unreadable, weights-unsupported
 */
export function readTorchCheckpoint(file: string): Map<string, TorchTensor> {
  const bytes = readBytes(file);
  try {
    return namedTensors(unpickle(unzip(bytes)));
  } catch (thrown) {
    if (!(thrown instanceof PickleRefused || thrown instanceof ZipRefused)) throw thrown;
    throw new StudioError('weights-unsupported', { file, reason: thrown.message });
  }
}

function readBytes(file: string): Uint8Array {
  try {
    return readRegularFile(file, mostZipBytes);
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
}

function unzip(bytes: Uint8Array): Files {
  const begins = (...start: number[]) => start.every((byte, at) => bytes[at] === byte);
  const isZip = begins(0x50, 0x4b, 3, 4);
  const isOldTorch = begins(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46);
  if (isOldTorch) throw new PickleRefused('It has the layout of PyTorch before 1.6, which is not read');
  if (!isZip) throw new PickleRefused('It was not written by torch.save');
  return readZip(bytes);
}

/** Decodes the archive's pickle, with the tensors' numbers from its other files. */
function unpickle(files: Files): unknown {
  const pickle = [...files].find(([name]) => /^[^/]+\/data\.pkl$/.test(name));
  if (!pickle) throw new PickleRefused('It holds no list of tensors');
  const [name, list] = pickle;
  const root = name.slice(0, name.indexOf('/') + 1);
  const byteOrder = files.get(`${root}byteorder`);
  if (byteOrder && new TextDecoder().decode(byteOrder).trim() !== 'little') {
    throw new PickleRefused('Its numbers are big-endian');
  }
  const storages = new Map<string, { type: StorageType; values: Float32Array }>();
  const decoded = new Budget(mostTorchValues);
  const persistent = (id: unknown): Float32Array => {
    const [kind, type, key] = Array.isArray(id) ? (id as unknown[]) : [];
    if (kind !== 'storage' || !(type instanceof StorageType) || typeof key !== 'string') throw notTensors();
    const known = storages.get(key);
    if (known && known.type !== type) throw new PickleRefused('Some of its tensors differ in their type');
    if (known) return known.values;
    const bytes = files.get(`${root}data/${key}`);
    if (!bytes) throw new PickleRefused('Some of its tensors are missing');
    decoded.take(bytes.length / type.size);
    const values = type.decode(bytes);
    storages.set(key, { type, values });
    return values;
  };
  // Tensors may share a storage, but together they hold no more numbers than the archive has bytes.
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return readPickle(list, { globals: globalsWithin(new Budget(bytes)), persistent });
}

/** Limits how many numbers a file may hold. */
class Budget {
  constructor(private remaining: number) {}

  take(count: number): void {
    this.remaining -= count;
    if (this.remaining < 0) throw new PickleRefused('It asks for more numbers than its size allows');
  }
}

function namedTensors(value: unknown): Map<string, TorchTensor> {
  if (!(value instanceof Map)) throw notTensors();
  const tensors = new Map<string, TorchTensor>();
  for (const [name, tensor] of value as Map<unknown, unknown>) {
    if (typeof name !== 'string') throw notTensors();
    if (!isTensor(tensor)) throw new PickleRefused(`“${name}” in it is not a tensor`);
    tensors.set(name, tensor);
  }
  return tensors;
}

function isTensor(value: unknown): value is TorchTensor {
  return typeof value === 'object' && value !== null && 'values' in value && 'shape' in value;
}

/** The type of a storage's numbers, and how one is read. */
class StorageType {
  constructor(
    readonly size: number,
    private readonly valueAt: (view: DataView, at: number) => number,
  ) {}

  decode(bytes: Uint8Array): Float32Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const values = new Float32Array(Math.floor(bytes.length / this.size));
    for (let i = 0; i < values.length; i++) values[i] = this.valueAt(view, i * this.size);
    return values;
  }
}

const storageTypes = {
  'torch.FloatStorage': new StorageType(4, (view, at) => view.getFloat32(at, true)),
  'torch.DoubleStorage': new StorageType(8, (view, at) => view.getFloat64(at, true)),
  'torch.HalfStorage': new StorageType(2, (view, at) => halfValue(view.getUint16(at, true))),
  'torch.BFloat16Storage': new StorageType(2, (view, at) => brainValue(view.getUint16(at, true))),
  'torch.LongStorage': new StorageType(8, (view, at) => Number(view.getBigInt64(at, true))),
  'torch.IntStorage': new StorageType(4, (view, at) => view.getInt32(at, true)),
  'torch.ShortStorage': new StorageType(2, (view, at) => view.getInt16(at, true)),
  'torch.CharStorage': new StorageType(1, (view, at) => view.getInt8(at)),
  'torch.ByteStorage': new StorageType(1, (view, at) => view.getUint8(at)),
  'torch.BoolStorage': new StorageType(1, (view, at) => view.getUint8(at)),
};

/** Everything a state_dict may name: containers, tensors, and the types of storages. */
function globalsWithin(budget: Budget): Map<string, unknown> {
  return new Map<string, unknown>([
    ['collections.OrderedDict', () => new Map<unknown, unknown>()],
    ['torch._utils._rebuild_tensor_v2', (...view: unknown[]) => rebuildTensor(budget, view)],
    ['torch._utils._rebuild_parameter', (data: unknown) => data],
    ...Object.entries(storageTypes),
  ]);
}

/** Copies a tensor from its storage. It is a view with an offset, a shape, and a stride for each axis. */
function rebuildTensor(budget: Budget, [storage, offset, shape, strides]: readonly unknown[]): TorchTensor {
  const isView = storage instanceof Float32Array && isCount(offset) && isCounts(shape) && isCounts(strides);
  if (!isView || shape.length !== strides.length || shape.length > mostAxes) throw notTensors();
  const furthest = shape.reduce((at, side, axis) => at + (side - 1) * (strides[axis] as number), offset);
  const isEmpty = shape.includes(0);
  if (!isEmpty && furthest >= storage.length) throw new PickleRefused('Some of its tensors are cut short');
  const count = isEmpty ? 0 : shape.reduce((product, side) => product * side, 1);
  // A stride of 0 repeats a number as often as the shape says.
  if (count > storage.length) throw new PickleRefused('Some of its tensors repeat their numbers');
  budget.take(count);

  const values = new Float32Array(count);
  const place = shape.map(() => 0);
  let from = offset;
  for (let i = 0; i < values.length; i++) {
    values[i] = storage[from] as number;
    // The next index in row-major order: the last axis first, with a carry.
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

/**
 * The safetensors format, which Python reads too: eight bytes with the length of a JSON header, the header (name ->
 * dtype, shape, offsets of the bytes), then the bytes, little-endian.
 */
import { reasonOf, StudioError } from '../errors';
import { parseJson } from '../files/json-file';
import { readRegularFile } from '../files/regular-file';
import { mostAxes, mostSafetensorsHeaderBytes } from '../limits';
import { writeFileWhole } from '../files/write-file';

const arrays = {
  F64: Float64Array,
  I64: BigInt64Array,
  F32: Float32Array,
  I32: Int32Array,
  U8: Uint8Array,
} as const;

type Dtype = keyof typeof arrays;

/** One tensor: `data` holds the values of `shape` in row-major order. */
export type StoredTensor = { shape: readonly number[] } & (
  | { dtype: 'F64'; data: Float64Array }
  | { dtype: 'I64'; data: BigInt64Array }
  | { dtype: 'F32'; data: Float32Array }
  | { dtype: 'I32'; data: Int32Array }
  | { dtype: 'U8'; data: Uint8Array }
);

export type Tensors = ReadonlyMap<string, StoredTensor>;

/** Free text by name, stored beside the tensors. */
export type TensorMetadata = Readonly<Record<string, string>>;

const metadataName = '__metadata__';

/**
 * Reads all tensors of a file, or of bytes already read, each as a copy. Nothing is copied before the whole header is
 * checked: the tensors must fill the file exactly, without a gap and without sharing a byte.
 * @throws StudioError file-unreadable, file-damaged
 */
export function readSafetensors(source: string | Uint8Array): {
  tensors: Map<string, StoredTensor>;
  metadata: TensorMetadata;
} {
  const file = typeof source === 'string' ? source : 'tensors';
  const bytes = typeof source === 'string' ? readBytes(source) : source;
  const damaged = (reason: string) => new StudioError('file-damaged', { file, reason });

  const headerStart = 8;
  if (bytes.length < headerStart) throw damaged('it is too short to hold a header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const dataStart = headerStart + headerLength;
  if (dataStart > bytes.length) throw damaged('its header ends beyond the file');
  if (headerLength > mostSafetensorsHeaderBytes) throw damaged('its header is too long');
  const header = parseHeader(bytes.subarray(headerStart, dataStart));
  if (!header) throw damaged('its header is not readable');

  const data = bytes.subarray(dataStart);
  const { [metadataName]: metadata = {}, ...named } = header;
  if (!isMetadata(metadata)) throw damaged('its metadata is not text');
  const entries = Object.entries(named).map(([name, entry]) => ({
    name,
    ...checkedEntry(name, entry, data.length, damaged),
  }));
  const spans = entries.map(({ span }) => span).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  spans.push([data.length, data.length]);
  if (spans.some(([start], at) => start !== (spans[at - 1]?.[1] ?? 0))) {
    throw damaged('its tensors do not fill it exactly');
  }
  const tensors = entries.map(({ name, dtype, shape, span }): [string, StoredTensor] => {
    const { buffer } = new Uint8Array(data.subarray(...span));
    return [name, { dtype, shape, data: new arrays[dtype](buffer) } as StoredTensor];
  });
  return { tensors: new Map(tensors), metadata };
}

/** @throws StudioError file-damaged */
function checkedEntry(
  name: string,
  entry: unknown,
  dataLength: number,
  damaged: (reason: string) => StudioError,
): { dtype: Dtype; shape: number[]; span: [number, number] } {
  if (!isEntry(entry)) throw damaged(`the entry of ${name} is not readable`);
  const { dtype, shape, data_offsets: span } = entry;
  const [start, end] = span;
  if (!isDtype(dtype)) throw damaged(`${name} has the type ${dtype}, which is not supported`);
  if (start > end || end > dataLength) throw damaged(`${name} is outside the file`);
  if (shape.length > mostAxes) throw damaged(`${name} has ${shape.length} axes`);
  const count = shape.reduce((product, side) => product * side, 1);
  if (end - start !== count * arrays[dtype].BYTES_PER_ELEMENT) {
    throw damaged(`${name} of shape [${shape}] has ${end - start} bytes`);
  }
  return { dtype, shape, span };
}

/** Writes a safetensors file, whole or not at all. @throws StudioError file-unwritable */
export function writeSafetensors(file: string, tensors: Tensors, metadata: TensorMetadata = {}): void {
  writeFileWhole(file, encodeSafetensors(tensors, metadata));
}

/**
 * The bytes of a safetensors file. Wider types come first and the header is padded, so that every tensor starts at a
 * multiple of its element size.
 */
export function encodeSafetensors(tensors: Tensors, metadata: TensorMetadata = {}): Buffer {
  const width = (tensor: StoredTensor) => tensor.data.BYTES_PER_ELEMENT;
  const ordered = [...tensors].sort(([, a], [, b]) => width(b) - width(a));
  let at = 0;
  const entries = ordered.map(([name, { dtype, shape, data }]) => {
    const count = shape.reduce((product, side) => product * side, 1);
    if (data.length !== count) throw new RangeError(`${name} does not have the shape [${shape}]`);
    return [name, { dtype, shape, data_offsets: [at, (at += data.byteLength)] }];
  });
  const described = Object.keys(metadata).length ? [[metadataName, metadata]] : [];
  const text = Buffer.from(JSON.stringify(Object.fromEntries([...described, ...entries])));
  const headerLength = Math.ceil(text.length / 8) * 8;

  const bytes = Buffer.alloc(8 + headerLength + at);
  bytes.writeBigUInt64LE(BigInt(headerLength));
  bytes.fill(' ', 8, 8 + headerLength);
  text.copy(bytes, 8);
  let offset = 8 + headerLength;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

function readBytes(file: string): Uint8Array {
  try {
    return readRegularFile(file);
  } catch (thrown) {
    throw new StudioError('file-unreadable', { file, reason: reasonOf(thrown) });
  }
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const header = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isRecord(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  return typeof dtype === 'string' && isCounts(shape) && isCounts(offsets) && offsets.length === 2;
}

function isDtype(name: string): name is Dtype {
  return Object.hasOwn(arrays, name);
}

function isMetadata(value: unknown): value is TensorMetadata {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

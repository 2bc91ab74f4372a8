/** Hostile weights: PyTorch's archives and pickles, ZIPs of any kind, headers of safetensors. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { readZip, ZipRefused } from '../files/zip-archive';
import { fuzz, fuzzOf } from '../testing/fuzz-process';
import { hostilePickle } from '../testing/hostile-pickle';
import { hostileJson, hostileText, mutatedJson } from '../testing/hostile-values';
import { hostileZip, writeHostileZip } from '../testing/hostile-zip';
import { orRefused } from '../testing/refusals';
import { defaultSettings } from '../settings';
import { describeModelFile, readModelFile } from './model-file';
import { encodeSafetensors, readSafetensors } from './safetensors';
import { readTorchCheckpoint } from './torch-checkpoint';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'weights-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

function put(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  return file;
}

/** Tensors hold no more numbers than their file has bytes. */
async function requireModest(bytes: Uint8Array): Promise<void> {
  const file = put('a.pt', bytes);
  const tensors = await orRefused(() => readTorchCheckpoint(file));
  const values = [...(tensors?.values() ?? [])].reduce((sum, tensor) => sum + tensor.values.length, 0);
  if (values > bytes.length) throw new Error(`${values} numbers of ${bytes.length} bytes`);
  await orRefused(() => readModelFile(file, { size: 8 }));
}

const numbers = [new Uint8Array(64), new Uint8Array(16).fill(255)] as const;

const pickle = fuzzOf(hostilePickle, (list) =>
  requireModest(
    zipSync({ 'a/data.pkl': list, 'a/data/0': numbers[0], 'a/data/1': numbers[1] }, { level: 0 }),
  ),
);

const partsOfTorch = ['a/data.pkl', 'a/data/0', 'a/data/1', 'a/byteorder', 'b/data.pkl'];
const torch = fuzzOf(
  hostileZip(partsOfTorch, fc.oneof(hostilePickle, fc.constantFrom(...numbers, strToU8('little')))),
  (zip) => requireModest(writeHostileZip(zip)),
);

const zip = fuzzOf(hostileZip(['a', 'b', 'c', 'a/b'], fc.uint8Array({ maxLength: 200 })), (archive) => {
  try {
    const files = readZip(writeHostileZip(archive));
    for (const [name, bytes] of files) {
      const known = archive.entries.some((entry) => crc32(entry.data) === crc32(bytes));
      if (!known) throw new Error(`${name} is not as it was packed`);
    }
  } catch (thrown) {
    if (!(thrown instanceof ZipRefused)) throw thrown;
  }
});

/** An exported model, a header that names weights in it, and bytes for them. */
const header = {
  __metadata__: {
    ...{ format: 'pixelcnn-studio', run: 'a', settings: JSON.stringify(defaultSettings) },
    ...{ classes: '[]', palette: '[]', reading: '2' },
  },
  'first.kernel': { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
  'first.bias': { dtype: 'F64', shape: [2], data_offsets: [16, 32] },
  nothing: { dtype: 'U8', shape: [0, 7], data_offsets: [32, 32] },
};
const settings = mutatedJson(defaultSettings).map((text) =>
  JSON.stringify({ ...header, __metadata__: { ...header.__metadata__, settings: text } }),
);
const data = new Map([['a', { dtype: 'F32', shape: [8], data: new Float32Array(8) } as const]]);
const whole = encodeSafetensors(data);

async function readHeader(bytes: Uint8Array): Promise<void> {
  const file = put('a.safetensors', bytes);
  await orRefused(() => readSafetensors(file));
  await orRefused(() => describeModelFile(file));
  await orRefused(() => readModelFile(file, { size: 8 }));
}

const safetensors = fuzzOf(
  fc.record({
    text: fc.oneof(
      mutatedJson(header),
      settings,
      hostileJson.map((value) => JSON.stringify(value)),
      hostileText,
    ),
    length: fc.constantFrom(0n, 0n, 0n, 0n, 1n, -1n, 2n ** 40n, 2n ** 63n),
    bytes: fc.constantFrom(32, 32, 32, 0, 31, 33),
  }),
  ({ text, length, bytes }) => {
    const begin = Buffer.from(text);
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt.asUintN(64, BigInt(begin.length) + length));
    return readHeader(Buffer.concat([size, begin, Buffer.alloc(bytes)]));
  },
);

const damaged = fuzzOf(
  fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
  (flips) => {
    const bytes = Buffer.from(whole);
    for (const [at, value] of flips) bytes[at] = value;
    return readHeader(bytes);
  },
);

await fuzz({ pickle, torch, zip, safetensors, damaged });

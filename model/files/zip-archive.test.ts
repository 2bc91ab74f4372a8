import { strFromU8, strToU8, zipSync, type Zippable } from 'fflate';
import { expect, test } from 'vitest';
import { mostUnpackedBytes, mostZipEntries } from '../limits';
import { readZip } from './zip-archive';

const words = strToU8('the same words '.repeat(200));
const files: Zippable = { 'a/': new Uint8Array(), 'a/stored': [words, { level: 0 }], 'a/packed': words };
const archive = () => Buffer.from(zipSync(files));

/** Where the central directory's entry of a file begins. */
function listed(zip: Buffer, name: string): number {
  const at = zip.lastIndexOf(name) - 46;
  expect(zip.toString('latin1', at, at + 4)).toBe('PK\x01\x02');
  return at;
}

/**
 * An archive with one field of a file's central entry changed: 10 method, 16 checksum, 20 and 24 sizes, 42 offset.
 */
function relisted(name: string, field: number, value: number): Buffer {
  const zip = archive();
  zip.writeUInt32LE(value, listed(zip, name) + field);
  return zip;
}

test('files are unpacked as they were packed, and folders are left out', () => {
  const read = readZip(archive());
  expect([...read.keys()]).toEqual(['a/stored', 'a/packed']);
  for (const bytes of read.values()) expect(strFromU8(bytes)).toBe(strFromU8(words));
  expect(readZip(zipSync({}))).toEqual(new Map());
});

test.each(['a/stored', 'a/packed'])('a flipped bit in %s is found by its checksum', (name) => {
  const zip = archive();
  const dataAt = zip.indexOf(name) + name.length + 3;
  for (let bit = 0; bit < 8; bit++) {
    const rotten = Buffer.from(zip);
    rotten[dataAt] = (rotten[dataAt] as number) ^ (1 << bit);
    expect(() => readZip(rotten)).toThrow(/“a\/\w+” in it/);
  }
  expect(() => readZip(relisted(name, 16, 1))).toThrow(`“${name}” in it is damaged: the ZIP's checksum`);
});

test('the unpacked size is checked, whatever the central directory says', () => {
  for (const bytes of [0, 10, words.length - 1, words.length + 1]) {
    expect(() => readZip(relisted('a/packed', 24, bytes)), String(bytes)).toThrow(
      'does not have the size that the archive states',
    );
    expect(() => readZip(relisted('a/stored', 24, bytes)), String(bytes)).toThrow(
      'does not have the size that the archive states',
    );
  }
  expect(() => readZip(relisted('a/packed', 24, mostUnpackedBytes))).toThrow('It holds more than 1000 MB');
});

test('files that share bytes of the archive are refused', () => {
  const zip = archive();
  const stored = zip.readUInt32LE(listed(zip, 'a/stored') + 42);
  expect(() => readZip(relisted('a/packed', 42, stored))).toThrow('Its files overlap');
  const folder = zip.readUInt32LE(listed(zip, 'a/') + 42);
  expect(() => readZip(relisted('a/stored', 42, folder))).toThrow('the list of its files is broken');
  // The first file claims to reach into the second.
  const long = archive();
  long.writeUInt32LE(words.length + 40, listed(long, 'a/stored') + 20);
  expect(() => readZip(long)).toThrow('Its files overlap');
  const twice = archive();
  twice.write('a/packed', twice.indexOf('a/stored'));
  twice.write('a/packed', listed(twice, 'a/stored') + 46);
  expect(() => readZip(twice)).toThrow('It names a file twice');
});

test('files that reach into the central directory or beyond the archive are refused', () => {
  expect(() => readZip(relisted('a/packed', 20, 2 ** 31))).toThrow('cut short');
  expect(() => readZip(relisted('a/packed', 42, 2 ** 31))).toThrow('the list of its files is broken');
});

test('names are checked before anything is unpacked', () => {
  const zip = relisted('a/stored', 16, 1);
  const refuse = (name: string) => {
    throw new Error(`not ${name}`);
  };
  expect(() => readZip(zip, refuse)).toThrow('not a/stored');
});

test('too many files are refused', () => {
  const zip = Buffer.from(zipSync({}));
  zip.writeUInt16LE(mostZipEntries + 1, 10);
  expect(() => readZip(zip)).toThrow('more than 65534 files');
});

test.each<[string, (zip: Buffer) => unknown, string]>([
  ['is encrypted', (zip) => zip.writeUInt16LE(1, listed(zip, 'a/packed') + 8), 'is encrypted'],
  ['is packed in another way', (zip) => zip.writeUInt16LE(12, listed(zip, 'a/packed') + 10), 'unknown way'],
  [
    'is not deflated',
    (zip) => zip.fill(0xff, zip.indexOf('a/packed') + 8, zip.indexOf('PK\x01\x02')),
    'damaged',
  ],
])('a file that %s is refused', (_what, change, reason) => {
  const zip = archive();
  change(zip);
  expect(() => readZip(zip)).toThrow(reason);
});

test('half an archive, and none at all, are refused', () => {
  const zip = archive();
  for (let length = 0; length < zip.length; length += 7) {
    expect(() => readZip(zip.subarray(0, length)), String(length)).toThrow('Its ZIP archive is damaged');
  }
});

/**
 * Reads ZIP archives from untrusted sources. fflate unpacks them too, but it checks no checksums, trusts the sizes in
 * the headers, and reads overlapping entries as often as they are listed. Format: PKWARE's APPNOTE.TXT.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { reasonOf } from '../errors';
import { mostUnpackedBytes, mostZipEntries } from '../limits';

/** The message says why an archive is refused, as a sentence without a full stop. */
export class ZipRefused extends Error {}

interface Entry {
  name: string;
  /** The compression method: 0 stored, 8 deflated. */
  method: number;
  isEncrypted: boolean;
  checksum: number;
  packedBytes: number;
  bytes: number;
  /** The offset of its local header. */
  at: number;
}

/**
 * All files of an archive by name; folders are left out. Nothing is unpacked before all names and sizes are checked.
 * @param requireName throws for a name that is not allowed in the archive
 * @throws ZipRefused
 */
export function readZip(
  archive: Uint8Array,
  requireName: (name: string) => void = () => undefined,
): Map<string, Uint8Array> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const { entries, directoryAt } = readDirectory(bytes);
  const files = entries.filter(({ name }) => !name.endsWith('/'));
  for (const { name } of files) requireName(name);
  if (new Set(files.map(({ name }) => name)).size < files.length) {
    throw new ZipRefused('It names a file twice');
  }
  if (entries.reduce((sum, entry) => sum + entry.bytes, 0) > mostUnpackedBytes) {
    throw new ZipRefused(`It holds more than ${mostUnpackedBytes / 1e6} MB`);
  }
  let end = 0;
  const packed = new Map<Entry, Buffer>();
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.at < end) throw new ZipRefused('Its files overlap');
    const start = dataStart(bytes, entry);
    end = start + entry.packedBytes;
    if (end > directoryAt) throw new ZipRefused(`“${entry.name}” in it is cut short`);
    packed.set(entry, bytes.subarray(start, end));
  }
  return new Map(files.map((entry) => [entry.name, unpack(entry, packed.get(entry) as Buffer)]));
}

/** The central directory at the archive's end. */
function readDirectory(bytes: Buffer): { entries: Entry[]; directoryAt: number } {
  const endAt = bytes.length < 22 ? -1 : bytes.lastIndexOf('PK\x05\x06', bytes.length - 22, 'latin1');
  if (endAt < 0) throw new ZipRefused('Its ZIP archive is damaged: the list of its files is missing');
  const count = bytes.readUInt16LE(endAt + 10);
  const directoryAt = bytes.readUInt32LE(endAt + 16);
  if (count > mostZipEntries || directoryAt === 0xffffffff) {
    throw new ZipRefused(`It holds more than ${mostZipEntries} files or 4 GB`);
  }
  const entries: Entry[] = [];
  let at = directoryAt;
  for (let i = 0; i < count; i++) {
    if (at + 46 > endAt || bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') throw damagedList();
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    const next = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > endAt) throw damagedList();
    const flags = bytes.readUInt16LE(at + 8);
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (flags & 1) !== 0,
      checksum: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      bytes: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    });
    at = next;
  }
  return { entries, directoryAt };
}

/**
 * Where an entry's data begins. The local header must have the same name, since programs differ in which of the two
 * they use.
 */
function dataStart(bytes: Buffer, { name, at }: Entry): number {
  if (at + 30 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'PK\x03\x04') throw damagedList();
  const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
  if (bytes.toString('utf8', at + 30, nameEnd) !== name) throw damagedList();
  return nameEnd + bytes.readUInt16LE(at + 28);
}

function unpack({ name, method, isEncrypted, checksum, bytes }: Entry, packed: Buffer): Uint8Array {
  if (isEncrypted) throw new ZipRefused(`“${name}” in it is encrypted`);
  if (method !== 0 && method !== 8) throw new ZipRefused(`“${name}” in it is packed in an unknown way`);
  const unpacked = method === 0 ? packed : inflate(name, packed, bytes);
  if (unpacked.length !== bytes) throw wrongSize(name);
  if (crc32(unpacked) !== checksum) {
    throw new ZipRefused(`“${name}” in it is damaged: the ZIP's checksum does not match`);
  }
  return unpacked;
}

/** Stops as soon as the data exceeds the size that the entry claims. */
function inflate(name: string, packed: Buffer, bytes: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw wrongSize(name);
    }
    throw new ZipRefused(`“${name}” in it is damaged: ${reasonOf(thrown)}`);
  }
}

function wrongSize(name: string): ZipRefused {
  return new ZipRefused(`“${name}” in it does not have the size that the archive states`);
}

function damagedList(): ZipRefused {
  return new ZipRefused('Its ZIP archive is damaged: the list of its files is broken');
}

/** Writes ZIP archives whose headers may lie. */
import { crc32, deflateRawSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';

export interface HostileEntry {
  name: string;
  data: Uint8Array;
  method: number;
  flags: number;
  /** Added to what is true. */
  lies: { checksum: number; packedBytes: number; bytes: number; at: number };
  /** The name in the entry's own header. */
  localName: string;
  extra: number;
}

export interface HostileZip {
  entries: HostileEntry[];
  /** Indices of entries that the list names again. */
  again: number[];
  lies: { count: number; directoryAt: number };
  comment: Uint8Array;
  cutAt: number | undefined;
}

export function writeHostileZip({ entries, again, lies, comment, cutAt }: HostileZip): Buffer {
  const parts: Buffer[] = [];
  const listed: Buffer[] = [];
  let at = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    at += part.length;
  };
  for (const entry of entries) {
    const packed = entry.method === 8 ? deflateRawSync(entry.data) : Buffer.from(entry.data);
    listed.push(centralHeader(entry, packed.length, at));
    add(Buffer.concat([localHeader(entry, packed.length), packed]));
  }
  const list = [...listed, ...again.flatMap((index) => listed[index % Math.max(1, listed.length)] ?? [])];
  const directoryAt = at;
  for (const header of list) add(header);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = (list.length + lies.count) & 0xffff;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(at - directoryAt, 12);
  end.writeUInt32LE((directoryAt + lies.directoryAt) >>> 0, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, end, comment]).subarray(0, cutAt);
}

function localHeader({ method, flags, data, localName, extra }: HostileEntry, packedBytes: number): Buffer {
  const name = Buffer.from(localName);
  const header = Buffer.alloc(30 + name.length + extra);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc32(data), 14);
  header.writeUInt32LE(packedBytes, 18);
  header.writeUInt32LE(data.length, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra, 28);
  name.copy(header, 30);
  return header;
}

function centralHeader(entry: HostileEntry, packedBytes: number, at: number): Buffer {
  const { method, flags, data, lies, extra } = entry;
  const name = Buffer.from(entry.name);
  const header = Buffer.alloc(46 + name.length + extra);
  header.write('PK\x01\x02', 'latin1');
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE((crc32(data) + lies.checksum) >>> 0, 16);
  header.writeUInt32LE((packedBytes + lies.packedBytes) >>> 0, 20);
  header.writeUInt32LE((data.length + lies.bytes) >>> 0, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra, 30);
  header.writeUInt32LE((at + lies.at) >>> 0, 42);
  name.copy(header, 46);
  return header;
}

/** Most often 0: an archive in which everything lies is refused at its first lie. */
const lie = fc.oneof(
  { weight: 12, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(1, -1, 30, -30, 2 ** 16, 2 ** 31, 2 ** 32 - 2, -(2 ** 20)) },
);

/** @param names those that a reader of the archive looks for */
export function hostileZip(names: readonly string[], data: Arbitrary<Uint8Array>): Arbitrary<HostileZip> {
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names) },
    { weight: 1, arbitrary: fc.constantFrom('../x', '/x', 'a/', '', 'a\0b', '\ufffd', 'x'.repeat(300)) },
  );
  const entry = fc
    .record({
      name,
      data,
      method: fc.constantFrom(0, 0, 0, 8, 8, 8, 9, 0xffff),
      flags: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 8),
      lies: fc.record({ checksum: lie, packedBytes: lie, bytes: lie, at: lie }),
      otherName: fc.option(name, { freq: 12 }),
      extra: fc.constantFrom(0, 0, 4),
    })
    .map(({ otherName, ...rest }) => ({ ...rest, localName: otherName ?? rest.name }));
  return fc.record({
    entries: fc.uniqueArray(entry, { maxLength: 6, selector: (one) => one.name }),
    again: fc.array(fc.nat(), { maxLength: 1 }),
    lies: fc.record({ count: lie, directoryAt: lie }),
    comment: fc.oneof(fc.constant(new Uint8Array()), fc.uint8Array({ maxLength: 30 })),
    cutAt: fc.option(fc.nat(2000), { freq: 10, nil: undefined }),
  });
}

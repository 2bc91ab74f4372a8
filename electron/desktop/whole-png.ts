/**
 * Checks pictures of runs before the page's decoder sees them, since a run may come from anybody. The program writes
 * plain PNG files; all others are refused.
 */
import { mostSamplePixels, mostSampleSide } from '../../model/limits';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What shapes the picture. Chunks that only describe it, such as texts and colour profiles, are left out. */
const drawn = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
/** Length, name and checksum of a chunk. */
const frameBytes = 12;

interface Chunk {
  name: string;
  data: Buffer;
  /** The chunk as it is in the file. */
  whole: Buffer;
}

/**
 * The same picture made of the chunks that shape it; null if the file is not a whole PNG of eight bits a channel, has
 * wrong checksums, unknown critical chunks or bytes after its end, or more than 2^26 pixels.
 */
export function wholePng(file: Buffer): Buffer | null {
  if (!file.subarray(0, signature.length).equals(signature)) return null;
  const chunks = chunksOf(file.subarray(signature.length));
  if (!chunks) return null;
  const kept = chunks.filter(({ name }) => drawn.includes(name));
  // An upper-case first letter means that a reader must know the chunk.
  if (chunks.some(({ name }) => !drawn.includes(name) && /^[A-Z]/.test(name))) return null;
  const order = kept.map(({ name }) => name).join(' ');
  if (!/^IHDR (PLTE )?(tRNS )?(IDAT )+IEND$/.test(order)) return null;
  if (!kept.every(hasKnownSize)) return null;
  return Buffer.concat([signature, ...kept.map(({ whole }) => whole)]);
}

/** The chunks up to the end of the file; null if one is cut off or damaged. */
function chunksOf(bytes: Buffer): Chunk[] | null {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < frameBytes) return null;
    const length = bytes.readUInt32BE(at);
    const end = at + frameBytes + length;
    if (end > bytes.length) return null;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (!/^[A-Za-z]{4}$/.test(name)) return null;
    const checked = bytes.subarray(at + 4, end - 4);
    if (checksum(checked) !== bytes.readUInt32BE(end - 4)) return null;
    chunks.push({ name, data: checked.subarray(4), whole: bytes.subarray(at, end) });
    at = end;
  }
  return chunks;
}

function hasKnownSize({ name, data }: Chunk): boolean {
  if (name === 'IHDR') return isHeader(data);
  if (name === 'PLTE') return data.length > 0 && data.length <= 768 && data.length % 3 === 0;
  if (name === 'tRNS') return data.length <= 256;
  return name !== 'IEND' || data.length === 0;
}

function isHeader(data: Buffer): boolean {
  if (data.length !== 13) return false;
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  const isSized = Math.min(width, height) > 0 && Math.max(width, height) <= mostSampleSide;
  const [depth = 0, colour = 0, ...methods] = data.subarray(8);
  const isKnown = depth === 8 && [0, 2, 3, 4, 6].includes(colour) && methods.every((method) => method === 0);
  return isSized && width * height <= mostSamplePixels && isKnown;
}

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32; the Node of the oldest Electron has none. */
function checksum(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (remainders[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

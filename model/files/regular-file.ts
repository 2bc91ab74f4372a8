/**
 * Reads files that may come from anywhere. Pipes, devices and folders are refused at once, since reading a pipe may
 * wait for ever, and no more than a limit is read. The main process of the oldest Electron loads this file, so it
 * uses only calls of plain old Node.
 */
import fs from 'fs';
import { mostFileBytes } from '../limits';

/** Without O_NONBLOCK, opening a pipe waits for its other end. Windows has no such flag. */
const flags = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

/**
 * The bytes of a regular file. A file that grows meanwhile is read up to the size it had.
 * @throws Error that says what is wrong: not a regular file, too large, or the system's reason
 */
export function readRegularFile(file: string, mostBytes = mostFileBytes): Buffer {
  return readRegularFileAndStat(file, mostBytes).bytes;
}

/** `readRegularFile` with the status of the same file, even if another replaces it meanwhile. */
export function readRegularFileAndStat(
  file: string,
  mostBytes = mostFileBytes,
): { bytes: Buffer; stat: fs.Stats } {
  const handle = fs.openSync(file, flags);
  try {
    const stat = fs.fstatSync(handle);
    const bytes = Buffer.alloc(requireRegular(stat, mostBytes));
    let read = 0;
    while (read < bytes.length) {
      const got = fs.readSync(handle, bytes, read, bytes.length - read, read);
      if (got === 0) break;
      read += got;
    }
    return { bytes: bytes.subarray(0, read), stat };
  } finally {
    fs.closeSync(handle);
  }
}

/** The bytes of a regular file from one offset to another; fewer where it ends before. @throws Error as `readRegularFile` */
export function readRegularRange(file: string, from: number, to: number): Buffer {
  const handle = fs.openSync(file, flags);
  try {
    requireRegular(fs.fstatSync(handle), Infinity);
    const bytes = Buffer.alloc(to - from);
    const read = fs.readSync(handle, bytes, 0, bytes.length, from);
    return bytes.subarray(0, read);
  } finally {
    fs.closeSync(handle);
  }
}

/** The last bytes of a regular file; all of it if it is shorter. @throws Error as `readRegularFile` */
export function readRegularEnd(file: string, mostBytes: number): Buffer {
  const handle = fs.openSync(file, flags);
  try {
    const size = requireRegular(fs.fstatSync(handle), Infinity);
    const bytes = Buffer.alloc(Math.min(size, mostBytes));
    const read = fs.readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, read);
  } finally {
    fs.closeSync(handle);
  }
}

/**
 * Reads a regular file piece by piece, since it may be larger than memory.
 * @param from the offset of the first byte
 * @throws Error as `readRegularFile`
 */
export function* readRegularPieces(file: string, from = 0, pieceBytes = 2 ** 20): Generator<Buffer> {
  const handle = fs.openSync(file, flags);
  try {
    requireRegular(fs.fstatSync(handle), Infinity);
    for (let at = from; ;) {
      const piece = Buffer.alloc(pieceBytes);
      const read = fs.readSync(handle, piece, 0, pieceBytes, at);
      if (read === 0) return;
      at += read;
      yield piece.subarray(0, read);
    }
  } finally {
    fs.closeSync(handle);
  }
}

/** `readRegularFile` as UTF-8, without a byte order mark. */
export function readRegularText(file: string, mostBytes = mostFileBytes): string {
  return readRegularFile(file, mostBytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

/** Enough of a file to recognise its format. */
const headBytes = 512;

/**
 * `readRegularFile`, asynchronously.
 * @param isWanted checks the first bytes; where it returns false, only these are returned
 */
export async function readRegularFileAsync(
  file: fs.PathLike,
  mostBytes = mostFileBytes,
  isWanted: (head: Buffer) => boolean = () => true,
): Promise<{ bytes: Buffer; stat: fs.Stats }> {
  const handle = await fs.promises.open(file, flags);
  try {
    const stat = await handle.stat();
    const bytes = Buffer.alloc(requireRegular(stat, mostBytes));
    let read = 0;
    let end = Math.min(headBytes, bytes.length);
    while (read < end) {
      const { bytesRead } = await handle.read(bytes, read, end - read, read);
      if (bytesRead === 0) break;
      read += bytesRead;
      if (read === end && end < bytes.length && isWanted(bytes.subarray(0, read))) end = bytes.length;
    }
    return { bytes: bytes.subarray(0, read), stat };
  } finally {
    await handle.close();
  }
}

/** The first `most` bytes of a regular file; fewer if it is shorter. @throws Error as `readRegularFile` */
export async function readBeginningAsync(file: fs.PathLike, most: number): Promise<Buffer> {
  const handle = await fs.promises.open(file, flags);
  try {
    requireRegular(await handle.stat(), Infinity);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** @returns the size of the file */
function requireRegular(stat: fs.Stats, mostBytes: number): number {
  if (stat.isDirectory()) throw new Error('It is a folder');
  if (!stat.isFile()) throw new Error('It is not a regular file');
  if (stat.size > mostBytes) throw new Error(`It is larger than ${Math.floor(mostBytes / 2 ** 20)} MiB`);
  return stat.size;
}

import fs from 'node:fs';
import { StudioError } from '../errors';

/** Space that must stay free besides the bytes to write, for metrics, samples and other programs. */
const reserveBytes = 32e6;

/** Checks that the disk of `folder` has space for `bytes` and a reserve. @throws StudioError disk-full */
export function requireDiskSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  const freeBytes = bavail * bsize;
  const neededBytes = bytes + reserveBytes;
  if (freeBytes < neededBytes) throw new StudioError('disk-full', { folder, freeBytes, neededBytes });
}

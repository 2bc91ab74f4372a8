import fs from 'node:fs';
import { StudioError } from '../errors';

/** What must stay free beside what is written: metrics, samples, and room for other programs. */
const reserveBytes = 32e6;

/** @throws StudioError disk-full when the disk of `folder` has less room than `bytes` and a reserve */
export function requireDiskSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = fs.statfsSync(folder);
  const freeBytes = bavail * bsize;
  const neededBytes = bytes + reserveBytes;
  if (freeBytes < neededBytes) throw new StudioError('disk-full', { folder, freeBytes, neededBytes });
}

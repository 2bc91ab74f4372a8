import fs from 'fs';
import os from 'os';
import path from 'path';
import { reasonOf, StudioError } from '../errors';
import { isSystemError } from '../system-errors';

/** The names of folders for graphs, with the number of their process. */
export const graphFolder = /^pixelcnn-graph-(\d+)-[A-Za-z0-9]{6}$/;
export const graphPrefix = () => `pixelcnn-graph-${process.pid}-`;

/**
 * Makes a folder in the system's folder for temporary files and passes it to `work`. The caller removes it.
 * @throws StudioError temporary-unusable when the system refuses, and what `work` throws
 */
export function inTemporaryFolder<T>(prefix: string, work: (folder: string) => T): T {
  const folder = os.tmpdir();
  try {
    return work(fs.mkdtempSync(path.join(folder, prefix)));
  } catch (thrown) {
    if (!isSystemError(thrown)) throw thrown;
    throw new StudioError('temporary-unusable', { folder, reason: reasonOf(thrown) });
  }
}

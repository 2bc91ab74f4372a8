/** Renames files and folders where another program may hold them for a moment. */
import fs from 'fs';
import { codeOf } from './make-folder';

/** What Windows answers while a search index, a virus scanner or another program has a file open. */
const held = ['EPERM', 'EBUSY', 'EACCES'];
/** Pauses between attempts: about a second in all. */
const pauses = [10, 20, 40, 80, 160, 320, 400];

interface System {
  platform: NodeJS.Platform;
  rename(from: string, to: string): void;
  wait(milliseconds: number): void;
}

const thisSystem: System = {
  platform: process.platform,
  rename: (from, to) => fs.renameSync(from, to),
  // Blocks, as writing files does too.
  wait: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
};

/**
 * Renames as the system does, and replaces a file. On Windows, where no file that another program has open can be
 * replaced or moved, it tries again for about a second.
 * @throws the system's error
 */
export function rename(from: string, to: string, system: System = thisSystem): void {
  for (const pause of [...pauses, null]) {
    try {
      return system.rename(from, to);
    } catch (thrown) {
      const mayPass = system.platform === 'win32' && held.includes(codeOf(thrown) ?? '');
      if (!mayPass || pause === null) throw thrown;
      system.wait(pause);
    }
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file that the build puts beside the job's script: next to this code when it is bundled into that
 * script, in dist/job when it runs from source.
 */
export function jobFile(name: 'kernel.wasm' | 'sampling-worker.mjs' | 'cli.mjs'): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const beside = path.join(here, name);
  return existsSync(beside) ? beside : path.join(here, '../../dist/job', name);
}

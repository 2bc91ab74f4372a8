import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { runPaths } from '../run/run-folder';

/** Plain JavaScript, since a worker loads no TypeScript. */
const replace = `
  const fs = require('node:fs');
  const path = require('node:path');
  const { workerData: { checkpoints, first }, parentPort } = require('node:worker_threads');
  const at = (name) => path.join(checkpoints, String(name));
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let step = first; ; step++) {
    fs.cpSync(at(step), at(step + 1), { recursive: true });
    const state = path.join(at(step + 1), 'state.json');
    const text = fs.readFileSync(state, 'utf8');
    fs.writeFileSync(state, text.replace(/"step": \\d+/, '"step": ' + (step + 1)));
    fs.writeFileSync(at('last.tmp'), step + 1 + '\\n');
    fs.renameSync(at('last.tmp'), at('last'));
    fs.rmSync(at(step), { recursive: true });
    if (step === first) parentPort.postMessage('begun');
    Atomics.wait(pause, 0, 0, 1);
  }
`;

/**
 * Runs `work` while another thread replaces the run's last checkpoint hundreds of times a second, as training does.
 * It begins with the checkpoint of step `first`.
 */
export async function whileReplaced<T>(
  runFolder: string,
  first: number,
  work: () => T | Promise<T>,
): Promise<T> {
  const { checkpoints } = runPaths(runFolder);
  const worker = new Worker(replace, { eval: true, workerData: { checkpoints, first } });
  try {
    await once(worker, 'message');
    return await work();
  } finally {
    await worker.terminate();
  }
}

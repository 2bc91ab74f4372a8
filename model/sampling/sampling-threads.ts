/**
 * Threads for drawing. They are kept for some seconds, since starting one takes longer than drawing a few pictures.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { SharedDrawing } from './cached-sampler';
import { jobFile } from '../kernel/job-files';

const idleMilliseconds = 10_000;

interface Idle {
  worker: Worker;
  end: NodeJS.Timeout;
}

const idle: Idle[] = [];

/** Draws with `threads` threads; resolves when each has finished its part. */
export async function drawOnThreads(drawing: SharedDrawing, threads: number): Promise<void> {
  await Promise.all(Array.from({ length: threads }, () => drawOnThread(drawing)));
}

/** Ends the idle threads. */
export async function endIdleThreads(): Promise<void> {
  const ending = idle.splice(0);
  for (const { end } of ending) clearTimeout(end);
  await Promise.all(ending.map(({ worker }) => worker.terminate()));
}

async function drawOnThread(drawing: SharedDrawing): Promise<void> {
  const worker = takeWorker();
  worker.ref();
  worker.postMessage(drawing);
  // Rejects with what the thread threw, after which the thread has ended.
  await once(worker, 'message');
  keepIdle(worker);
}

function takeWorker(): Worker {
  const kept = idle.pop();
  if (!kept) return new Worker(jobFile('sampling-worker.mjs'));
  clearTimeout(kept.end);
  return kept.worker;
}

/** Keeps a thread for the next drawing, without keeping the program from ending. */
function keepIdle(worker: Worker): void {
  worker.unref();
  const entry: Idle = {
    worker,
    end: setTimeout(() => {
      idle.splice(idle.indexOf(entry), 1);
      void worker.terminate();
    }, idleMilliseconds).unref(),
  };
  idle.push(entry);
}

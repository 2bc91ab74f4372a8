import { setImmediate } from 'node:timers/promises';
import { coresToUse } from '../machine/cores';
import { parametersOf } from '../nets/model-shape';
import type { ModelDescription } from '../nets/model-description';
import { countLive, type Weights } from '../nets/parameters';
import {
  batchFor,
  cancelDrawing,
  drawShare,
  valuesDrawn,
  shareDrawing,
  type SharedDrawing,
} from './cached-sampler';
import { turnMilliseconds, type Drawing, type DrawingHooks, type Drawn } from './drawing';
import { drawOnThreads } from './sampling-threads';

/** Multiplications that take longer than starting a thread. */
const threadingThreshold = 5e8;

/** Draws on this thread when there is little to do, otherwise on others, so that this one stays free. */
export async function drawCached(
  description: ModelDescription,
  weights: Weights,
  drawing: Drawing,
  hooks: DrawingHooks,
  threads = threadsFor(description, drawing),
): Promise<Drawn> {
  const batch = batchFor(description, drawing, Math.max(1, threads));
  const shared = shareDrawing(description, weights, drawing, batch);
  if (hooks.signal?.aborted) return { pixels: pixelsOf(shared), done: 0 };
  if (threads === 0) await drawOnThisThread(shared, hooks);
  else await drawOnOtherThreads(shared, Math.min(threads, Math.ceil(drawing.count / batch)), hooks);
  return { pixels: pixelsOf(shared), done: valuesDrawn(shared) };
}

/** 0: draw on the calling thread. */
function threadsFor(description: ModelDescription, { count, height, width }: Drawing): number {
  const multiplications = count * height * width * countLive(parametersOf(description));
  return multiplications < threadingThreshold ? 0 : coresToUse();
}

async function drawOnThisThread(shared: SharedDrawing, { onProgress, signal }: DrawingHooks): Promise<void> {
  let lastTurn = performance.now();
  for (const done of drawShare(shared)) {
    if (performance.now() - lastTurn < turnMilliseconds) continue;
    onProgress?.(done, pixelsOf(shared));
    await setImmediate();
    if (signal?.aborted) return;
    lastTurn = performance.now();
  }
}

async function drawOnOtherThreads(
  shared: SharedDrawing,
  threads: number,
  { onProgress, signal }: DrawingHooks,
): Promise<void> {
  const cancel = () => cancelDrawing(shared);
  signal?.addEventListener('abort', cancel);
  const reporting =
    onProgress && setInterval(() => onProgress(valuesDrawn(shared), pixelsOf(shared)), turnMilliseconds);
  try {
    await drawOnThreads(shared, threads);
  } finally {
    // Where one thread fails, the others stop too.
    cancel();
    clearInterval(reporting);
    signal?.removeEventListener('abort', cancel);
  }
}

function pixelsOf({ pixels }: SharedDrawing): Uint8Array {
  return new Uint8Array(pixels).slice();
}

/** A thread that draws. Each message is a drawing; the answer says that this thread has finished its part of it. */
import { parentPort } from 'node:worker_threads';
import { drawShare, type SharedDrawing } from './cached-sampler';

parentPort?.on('message', (drawing: SharedDrawing) => {
  const share = drawShare(drawing);
  while (!share.next().done);
  parentPort?.postMessage('done');
});

/** A thread that draws. One message is one drawing; the answer says that this thread has no more to do for it. */
import { parentPort } from 'node:worker_threads';
import { drawShare, type SharedDrawing } from './cached-sampler';

parentPort?.on('message', (drawing: SharedDrawing) => {
  const share = drawShare(drawing);
  while (!share.next().done);
  parentPort?.postMessage('done');
});

/**
 * Starts a job process: before TensorFlow, which takes seconds to load, it sets up how the process ends. If TensorFlow
 * cannot be loaded, every request is answered with the reason.
 */
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { toErrorData } from '../../model/errors';
import { withTensorflow } from '../../model/tensorflow/load-tensorflow';
import { Channel } from './channel';
import { isToJob, type FromJob, type ToJob } from './messages';
import { messagePipe } from './pipes';

// Ctrl-C in a terminal reaches this process too, but the main process decides what to do.
process.on('SIGINT', () => {});
new Worker(path.join(path.dirname(fileURLToPath(import.meta.url)), 'orphan-watch.mjs')).unref();
await withTensorflow(() => import('./process')).catch(refuseAll);

function refuseAll(thrown: unknown): void {
  console.error(thrown);
  const error = toErrorData(thrown);
  const pipe = new net.Socket({ fd: messagePipe, readable: true, writable: true });
  const refuse = ({ id }: ToJob) => channel.send({ type: 'error', id, error });
  const channel: Channel<FromJob, ToJob> = new Channel(pipe, isToJob, refuse, () => process.exit(1));
  pipe.once('close', () => process.exit(0));
}

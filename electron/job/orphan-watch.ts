/**
 * A thread of a job process that kills the process when the main process has ended, even if the other threads are
 * blocked by a long TensorFlow call or a file that never ends. A training has a few seconds to save a checkpoint.
 */
import net from 'node:net';
import { lifeline } from './pipes';

const patienceMilliseconds = 4000;

const line = new net.Socket({ fd: lifeline, readable: true, writable: false });
line.on('error', () => {});
line.once('close', () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMilliseconds));
line.resume();

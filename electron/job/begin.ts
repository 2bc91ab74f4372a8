/** Where a job process begins: before TensorFlow, which takes seconds to load, it learns how to be ended. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

// Ctrl-C in a terminal reaches this process too: the main process says what is to be done.
process.on('SIGINT', () => {});
new Worker(path.join(path.dirname(fileURLToPath(import.meta.url)), 'orphan-watch.mjs')).unref();
await import('./process');

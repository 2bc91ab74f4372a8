import os from 'node:os';
import * as tf from '@tensorflow/tfjs-node';
import type { Usage } from '../reports';

/** What this process computes on, and the memory it holds. */
export function usage(): Usage {
  const backend = tf.backend() as tf.KernelBackend & { isUsingGpuDevice?: boolean };
  const cpus = os.cpus();
  const processor = `${cpus[0]?.model.trim() ?? 'processor'}, ${cpus.length} cores`;
  return { device: backend.isUsingGpuDevice ? 'GPU' : processor, memoryBytes: process.memoryUsage.rss() };
}

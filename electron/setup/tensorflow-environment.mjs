import os from 'os';

/**
 * Environment variables for every process that loads TensorFlow, which reads them while it loads: whoever starts such
 * a process passes them on. The training graph runs many small ops side by side; that is faster, and keeps sums in one
 * order, when each op has one thread and there are as many ops at a time as cores.
 * @returns {{ TF_NUM_INTRAOP_THREADS: string, TF_NUM_INTEROP_THREADS: string, TF_CPP_MIN_LOG_LEVEL: string }}
 */
export function tensorflowEnvironment() {
  return {
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: String(os.cpus().length),
    // Warnings and errors only.
    TF_CPP_MIN_LOG_LEVEL: '1',
  };
}

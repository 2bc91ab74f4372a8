import os from 'os';

/**
 * Environment variables for every process that loads TensorFlow, which reads them while it loads: whoever starts such
 * a process passes them on.
 * @returns {Record<'TF_NUM_INTRAOP_THREADS' | 'TF_NUM_INTEROP_THREADS' | 'TF_ENABLE_ONEDNN_OPTS' | 'TF_CPP_MIN_LOG_LEVEL', string>}
 */
export function tensorflowEnvironment() {
  return {
    // The training graph runs many small ops side by side; that is faster, and keeps sums in one order, when each op
    // has one thread and there are as many ops at a time as cores.
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: String(os.cpus().length),
    // oneDNN's products and convolutions. TensorFlow takes them of itself on the newest processors only, but they are
    // faster on others too: a step of the notebook's network by a seventh on an AMD EPYC of 2021.
    TF_ENABLE_ONEDNN_OPTS: '1',
    // Warnings and errors only.
    TF_CPP_MIN_LOG_LEVEL: '1',
  };
}

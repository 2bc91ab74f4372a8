import os from 'os';

/**
 * Environment variables for every process that loads TensorFlow. They are read while it loads, so they must be set
 * when the process is started.
 * @returns {Record<'TF_NUM_INTRAOP_THREADS' | 'TF_NUM_INTEROP_THREADS' | 'TF_ENABLE_ONEDNN_OPTS' |
 * 'TF_CPP_MIN_LOG_LEVEL' | 'TF_FORCE_GPU_ALLOW_GROWTH' | 'CUDA_DEVICE_ORDER', string>}
 */
export function tensorflowEnvironment() {
  return {
    // The training graph runs many small ops in parallel. With one thread per op and as many ops at a time as cores
    // it is faster, and sums keep their order.
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: String(os.cpus().length),
    // oneDNN's products and convolutions. TensorFlow uses them by default only on the newest processors, but they are
    // faster on others too: a step of the notebook's network by a seventh on an AMD EPYC of 2021.
    TF_ENABLE_ONEDNN_OPTS: '1',
    // Errors only.
    TF_CPP_MIN_LOG_LEVEL: '2',
    // TensorFlow takes a graphics card's memory as it needs it instead of all at once, since other programs use it
    // too.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Cards are numbered as their driver numbers them.
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
  };
}

/**
 * Environment variables that hide a graphics card from a process that inspects or draws. Its numbers must be exact
 * and the same every time, which a card's fast convolutions and sums are not. Only training, where speed matters,
 * uses the card.
 * @returns {Record<'CUDA_VISIBLE_DEVICES' | 'TF_CPP_MIN_LOG_LEVEL', string>}
 */
export function onProcessorOnly() {
  // TensorFlow reports a missing card as an error.
  return { CUDA_VISIBLE_DEVICES: '', TF_CPP_MIN_LOG_LEVEL: '3' };
}

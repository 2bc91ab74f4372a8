import os from 'os';

/**
 * Environment variables for every process that loads TensorFlow, which reads them while it loads: whoever starts such
 * a process passes them on.
 * @returns {Record<'TF_NUM_INTRAOP_THREADS' | 'TF_NUM_INTEROP_THREADS' | 'TF_ENABLE_ONEDNN_OPTS' | 'TF_CPP_MIN_LOG_LEVEL' | 'TF_FORCE_GPU_ALLOW_GROWTH' | 'CUDA_DEVICE_ORDER', string>}
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
    // Errors only.
    TF_CPP_MIN_LOG_LEVEL: '2',
    // A graphics card's memory as it is needed, not all of it at once: other programs draw their windows with it.
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    // Cards are numbered as their driver numbers them.
    CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
  };
}

/**
 * What hides a graphics card from a process that looks or draws: its numbers are to be those of a processor, to the
 * last digit and the same every time, which a card's fast convolutions and sums are not. A training, of which speed is
 * wanted, has the card.
 * @returns {Record<'CUDA_VISIBLE_DEVICES' | 'TF_CPP_MIN_LOG_LEVEL', string>}
 */
export function onProcessorOnly() {
  // TensorFlow calls it an error that it finds no card.
  return { CUDA_VISIBLE_DEVICES: '', TF_CPP_MIN_LOG_LEVEL: '3' };
}

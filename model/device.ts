import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { coresToUse } from './cores';
import type { Device } from './reports';

/** What TensorFlow computes with in this process. */
export function device(): Device {
  const { binding, isUsingGpuDevice } = tf.backend() as NodeJSKernelBackend;
  return {
    tensorflow: binding.TF_Version,
    kind: isUsingGpuDevice ? 'gpu' : 'cpu',
    threads: coresToUse(),
  };
}

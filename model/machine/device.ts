import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { coresToUse } from './cores';
import type { Device } from '../reports';
import { machine } from './this-machine';
import { graphicsCard } from './graphics-card';

/** The device on which TensorFlow computes in this process. */
export function device(): Device {
  const card = graphicsCard();
  return {
    tensorflow: (tf.backend() as NodeJSKernelBackend).binding.TF_Version,
    kind: card ? 'gpu' : 'cpu',
    name: card?.name ?? machine().cpu.trim(),
    threads: coresToUse(),
  };
}

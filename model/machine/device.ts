import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import { coresToUse } from './cores';
import type { Device, NoCard } from '../reports';
import { machine } from './this-machine';
import { graphicsCard } from './graphics-card';
import { findCard } from './nvidia.mjs';

/** The device on which TensorFlow computes in this process. */
export function device(): Device {
  const card = graphicsCard();
  return {
    tensorflow: (tf.backend() as NodeJSKernelBackend).binding.TF_Version,
    kind: card ? 'gpu' : 'cpu',
    name: card?.name ?? machine().cpu.trim(),
    threads: coresToUse(),
    noCard: card ? null : whyNoCard(),
  };
}

function whyNoCard(): NoCard {
  const found = findCard();
  if (found.reason !== undefined) return found;
  return { reason: hasCuda() ? 'not-usable' : 'processor-only', card: found.card };
}

/** Whether the set-up installed TensorFlow with CUDA's libraries. */
function hasCuda(): boolean {
  const tfjsNode = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  return fs.existsSync(path.join(tfjsNode, 'deps/nvidia'));
}

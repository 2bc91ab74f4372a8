/** The NVIDIA card on which TensorFlow computes in this process, unless there is none or it is hidden. */
import { execFileSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import type { TrainingMemory } from '../reports';
import { card, cores, type Workers } from './workers';

export interface GraphicsCard {
  /** As the driver reports it. */
  name: string;
  freeBytes: number;
  totalBytes: number;
}

/** What computes micro-batches in this process. */
export function workersHere(): Workers {
  return isOnCard() ? card : cores();
}

/** The card, as its driver reports it now; asking takes some hundredths of a second. */
export function graphicsCard(): GraphicsCard | undefined {
  if (!isOnCard()) return undefined;
  const [first = '0'] = (process.env['CUDA_VISIBLE_DEVICES'] ?? '0').split(',');
  const query = ['--query-gpu=name,memory.free,memory.total', '--format=csv,noheader,nounits', '-i', first];
  const [name, free, total] = execFileSync('nvidia-smi', query, { encoding: 'utf8' }).trim().split(', ');
  const bytes = (mebibytes: string | undefined) => Number(mebibytes) * 2 ** 20;
  return { name: name as string, freeBytes: bytes(free), totalBytes: bytes(total) };
}

/** Memory that training in this process may still take, in bytes. */
export function freeBytes(card = graphicsCard()): number {
  return card?.freeBytes ?? process.availableMemory();
}

/** The free memory for training, and the card if it is the card's. */
export function trainingMemory(): TrainingMemory {
  const card = graphicsCard();
  return {
    freeBytes: freeBytes(card),
    card: card ? { name: card.name, totalBytes: card.totalBytes } : null,
  };
}

function isOnCard(): boolean {
  return (tf.backend() as NodeJSKernelBackend).isUsingGpuDevice;
}

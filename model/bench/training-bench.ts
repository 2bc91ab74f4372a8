/** Measures a training step of each preset, and of the same network in Keras and PyTorch. */
import os from 'node:os';
import * as tf from '@tensorflow/tfjs-node';
import { createNetwork } from '../nets/networks';
import { flattenWeights } from '../nets/parameters';
import type { Settings } from '../settings';
import { untrained } from '../run/checkpoint';
import { Learner } from '../training/learner';
import { preferredMicroBatch } from '../training/memory-estimate';
import { traced } from '../tensorflow/traced-graph';
import { figures, median, timeOf, type Figures } from './measure';
import { openPeer, type Peer, type PeerName, type PeersReady } from './peers';
import { freshRun, presetSettings, randomPictures } from './random-pictures';

/** Batches for which each step ends within seconds, the same for the peers; the last two presets have larger ones. */
const cases = [
  { name: 'tiny', batch: 16, rounds: 25, peers: ['keras', 'torch'] },
  { name: 'notebook', batch: 128, rounds: 9, peers: ['keras', 'torch', 'torch_channels_last'] },
  { name: 'gated', batch: 8, rounds: 5, peers: ['keras'] },
  { name: 'plus-plus', batch: 8, rounds: 5, peers: ['keras'] },
] as const;

export async function benchTraining(ready: PeersReady): Promise<Record<string, Figures>> {
  const results: Record<string, Figures> = {};
  for (const { name, batch, rounds, peers } of cases) {
    const settings = { ...presetSettings(name), batchSize: batch };
    const learner = learnerOf(settings);
    const indices = Uint32Array.from({ length: batch }, (_, i) => i);
    let step = 0;
    const take = () => learner.step(indices, ++step);
    // The first step traces the graph, the second warms up.
    for (let i = 0; i < 2; i++) take();
    const ours: number[] = [];
    const theirs = new Map<string, number[]>();
    const opened = await openAll(peers, ready, settings);
    const products = name === 'notebook' ? largeProducts() : undefined;
    const productTimes: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await timeOf(take));
      if (products) productTimes.push(await timeOf(products.take));
      for (const [peer, { measure }] of opened) {
        theirs.set(peer, [...(theirs.get(peer) ?? []), await measure()]);
      }
    }
    for (const peer of opened.values()) await peer.close();
    learner.dispose();
    products?.dispose();
    const found = figures('ms', ours);
    for (const [peer, times] of theirs) Object.assign(found, figures(`${peer}_ms`, times));
    if (products) {
      const useful = 2 * 3 * batch * settings.size ** 2 * liveMultiplications(settings);
      const share = useful / median(ours) / (products.operations / median(productTimes));
      found['matmul_share'] = share;
    }
    results[`${name} batch ${batch}`] = found;
  }
  return results;
}

async function openAll(
  names: readonly PeerName[],
  ready: PeersReady,
  settings: Settings,
): Promise<Map<string, Peer>> {
  const opened = new Map<string, Peer>();
  for (const name of names) {
    const isThere = name.startsWith('torch') ? ready.torch : ready.keras;
    if (!isThere) continue;
    try {
      opened.set(name, await openPeer(name, settings));
    } catch (error) {
      console.error(`Without ${name}: ${(error as Error).message}`);
    }
  }
  return opened;
}

function learnerOf(settings: Settings): Learner {
  const { record, weights } = freshRun(settings);
  const network = createNetwork(record);
  const start = untrained(flattenWeights(network.parameters, weights), settings);
  const arithmetic = { mode: 'graph', microBatch: preferredMicroBatch(settings) } as const;
  return new Learner(network, randomPictures(settings, settings.batchSize), start, settings, arithmetic);
}

/** Multiplications by unmasked weights for one pixel, without biases. */
function liveMultiplications(settings: Settings): number {
  const { parameters } = createNetwork({ settings, classNames: [], palette: [] });
  return parameters
    .filter(({ shape }) => shape.length > 1)
    .reduce((sum, { shape, mask }) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return sum + (mask ? mask.reduce((live, one) => live + one, 0) : size);
    }, 0);
}

/** Products of large matrices, one on each core, as the reference for what the machine can do. */
function largeProducts() {
  const side = 2048;
  const count = os.cpus().length;
  const inputs = Array.from({ length: count }, () => tf.randomUniform([side, side]));
  const graph = traced((...matrices) => matrices.map((matrix) => tf.matMul(matrix, matrix)), inputs);
  const take = () => tf.dispose(graph.run(...inputs));
  const dispose = () => {
    graph.dispose();
    tf.dispose(inputs);
  };
  take();
  return { operations: 2 * count * side ** 3, take, dispose };
}

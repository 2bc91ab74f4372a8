/**
 * Measures drawing with each preset and size, and the notebook's algorithm in PyTorch, a forward pass for every
 * pixel.
 */
import { drawPictures } from '../sampling/sample';
import { endIdleThreads } from '../sampling/sampling-threads';
import { figures, timesOf, type Figures } from './measure';
import { openPeer, type PeersReady } from './peers';
import { freshRun, presetSettings } from './random-pictures';

const cases = [
  { preset: 'tiny', side: 16, count: 16, rounds: 9 },
  { preset: 'notebook', side: 16, count: 16, rounds: 9 },
  { preset: 'notebook', side: 28, count: 16, rounds: 9, hasPeer: true },
  { preset: 'notebook', side: 32, count: 16, rounds: 5 },
  { preset: 'notebook', side: 64, count: 16, rounds: 3 },
  { preset: 'notebook', side: 128, count: 16, rounds: 1 },
  { preset: 'gated', side: 32, count: 16, rounds: 3 },
  { preset: 'plus-plus', side: 32, count: 16, rounds: 3 },
];

export async function benchSampling(ready: PeersReady): Promise<Record<string, Figures>> {
  const results: Record<string, Figures> = {};
  for (const { preset, side, count, rounds, hasPeer } of cases) {
    const settings = presetSettings(preset);
    const run = freshRun(settings);
    const request = { count, seed: 1, temperature: 1, start: 'blank', height: side, width: side } as const;
    const one = await timesOf(rounds, () => drawPictures(run, request, { threads: 1 }));
    const all = await timesOf(rounds, () => drawPictures(run, request));
    const key = `${preset}_${side}x${side}_${count}`;
    results[key] = { ...figures('s', all, 1e-3), ...figures('one_thread_s', one, 1e-3) };
    if (hasPeer && ready.torch) {
      const peer = await openPeer('torch_naive', { ...settings, size: side, batchSize: count });
      Object.assign(results[key], figures('torch_naive_s', [await peer.measure()], 1e-3));
      await peer.close();
    }
  }
  await endIdleThreads();
  return results;
}

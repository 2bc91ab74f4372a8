/** On a machine with an NVIDIA card, trains with the command line on the card and on the processor, and compares. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRunRecord } from '../run/run-folder';
import { readMetrics } from '../run/metrics';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'card-'));
const images = 'resources/example-images';
const small = ['filters=12', 'blocks=1', 'batchSize=32', 'evaluateEvery=8', 'sampleCount=2', 'size=16'];
const networks = {
  plain: ['architecture=plain'],
  gated: ['architecture=gated', 'colour=rgb', 'levels=256', 'headFilters=16'],
  'plus-plus': ['architecture=plus-plus', 'colour=rgb', 'levels=256', 'mixtures=2', 'dropout=0'],
};
type NetworkName = keyof typeof networks;

/** @param visible the cards that CUDA may see: none, or the first */
function cli(visible: '' | '0', ...args: string[]): void {
  execFileSync(process.execPath, ['electron/setup/engine.mjs', 'cli', ...args], {
    env: { ...process.env, CUDA_VISIBLE_DEVICES: visible },
    stdio: 'pipe',
  });
}

function trained(network: NetworkName, visible: '' | '0', name = `${network}-${visible || 'without'}`) {
  const run = path.join(folder, name);
  const set = [...networks[network], ...small];
  cli(
    visible,
    'train',
    '--data',
    images,
    '--run',
    run,
    '--steps',
    '16',
    ...set.flatMap((one) => ['--set', one]),
  );
  const evaluated = [...readMetrics(run)].filter((metric) => metric.type === 'evaluated');
  return { run, losses: evaluated.map(({ validation }) => validation.nats) };
}

afterAll(() => fs.rmSync(folder, { recursive: true }));

test.each(Object.keys(networks) as NetworkName[])('a card learns the same as a processor: %s', (network) => {
  const card = trained(network, '0');
  const processor = trained(network, '');
  expect(readRunRecord(card.run).machine.card).toMatch(/\w/);
  expect(readRunRecord(processor.run).machine.card).toBeUndefined();
  expect(card.losses.length).toBe(3);
  // A card computes products with ten bits of mantissa.
  card.losses.forEach((loss, i) => expect(loss / (processor.losses[i] as number)).toBeCloseTo(1, 2));
});

test('a run resumed on the other device reports that it is not exact', () => {
  const { run } = trained('plain', '', 'goes-on');
  cli('0', 'resume', '--run', run, '--steps', '20');
  cli('', 'resume', '--run', run, '--steps', '24');
  const { history, machine } = readRunRecord(run);
  const resumed = history.filter(({ event }) => event === 'resumed-not-bit-exact');
  expect(resumed.map(({ detail }) => detail?.includes('the processor was'))).toEqual([true, true]);
  expect(machine.card).toBeUndefined();
});

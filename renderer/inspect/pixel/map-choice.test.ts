import { expect, test } from 'vitest';
import type { Comparison } from '../../../electron/api/inspection';
import { fakeBridge } from '../../testing/fake-bridge';
import { someInspection } from '../../testing/samples';
import { MapChoice } from './map-choice.svelte';

const source = { kind: 'validation', index: 0 } as const;
const subject = (question: number) => ({ run: 'run', source, answer: someInspection(question) });
const other: Comparison = { ...someInspection(9), step: 100 };
const answers = {
  listCheckpoints: () => ({ steps: [100, 200, 300], last: 300, best: 200 }),
  inspectLevel: ({ question, level }: { question: number; level: number }) =>
    Float32Array.of(question, level, 0, 0),
  compareImage: () => other,
};

test('only what the map needs is requested', async () => {
  const bridge = fakeBridge(answers);
  const map = new MapChoice();
  await map.openRun('run');
  await map.follow(subject(1));
  expect(bridge.asked).toEqual([['listCheckpoints', 'run']]);
  await map.show('probability');
  await map.showLevel(2);
  expect([...(map.probabilities ?? [])]).toEqual([1, 2, 0, 0]);
  await map.follow(subject(5));
  expect([...(map.probabilities ?? [])]).toEqual([5, 2, 0, 0]);
  expect(bridge.asked.filter(([name]) => name === 'compareImage')).toEqual([]);
});

test('a checkpoint and another run are asked about the picture on show, and again for the next one', async () => {
  const bridge = fakeBridge(answers);
  const map = new MapChoice();
  await map.openRun('run');
  await map.follow(subject(1));
  await map.compareWith({ kind: 'checkpoint', step: 100 });
  expect(map.comparison).toEqual(other);
  await map.compareWith({ kind: 'run', run: 'other' });
  await map.follow(subject(2));
  expect(bridge.asked.slice(1)).toEqual([
    ['compareImage', 'run', source, 100],
    ['compareImage', 'other', source, 'last'],
    ['compareImage', 'other', source, 'last'],
  ]);
  await map.compareWith({ kind: 'nothing' });
  expect(map.comparison).toBe(null);
});

test('another run starts without a comparison', async () => {
  fakeBridge(answers);
  const map = new MapChoice();
  await map.openRun('run');
  await map.follow(subject(1));
  await map.compareWith({ kind: 'checkpoint', step: 100 });
  await map.openRun('next');
  expect([map.comparison, map.against]).toEqual([null, { kind: 'nothing' }]);
});

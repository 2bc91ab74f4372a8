import { expect, test } from 'vitest';
import type { Ranking } from '../../../model/reports';
import { StudioError } from '../../../model/errors';
import { fakeBridge, promised } from '../../testing/fake-bridge';
import { somePictures } from '../../testing/samples';
import { SurpriseOrder } from './surprise-order.svelte';

const ranking: Ranking = {
  files: ['b.png', 'a.png'],
  indices: [1, 0],
  pictures: somePictures(2),
  bits: [1.5, 0.5],
  surprise: new Float32Array(8),
  total: 2,
};

test('each part keeps its own order', async () => {
  const bridge = fakeBridge({ rankImages: (_run, part) => ({ ...ranking, files: [part, part] }) });
  const order = new SurpriseOrder();
  order.openRun('run');
  await order.rank();
  await order.show('training');
  expect(order.found).toBe(null);
  await order.rank();
  expect(order.found?.files).toEqual(['training', 'training']);
  await order.show('validation');
  expect(order.found?.files).toEqual(['validation', 'validation']);
  expect(bridge.asked).toEqual([
    ['rankImages', 'run', 'validation'],
    ['rankImages', 'run', 'training'],
  ]);
  order.openRun('other');
  expect(order.found).toBe(null);
});

test('progress is shown, and a cancelled ranking leaves neither result nor error', async () => {
  const slow = promised<Ranking>();
  const bridge = fakeBridge({ rankImages: () => slow.promise, cancelRanking: () => undefined });
  const order = new SurpriseOrder();
  order.openRun('run');
  const asked = order.rank();
  bridge.emit('rankingProgress', { done: 3, total: 9 });
  expect(order.progress).toEqual({ done: 3, total: 9 });
  await order.cancel();
  slow.fail(new StudioError('cancelled', {}));
  await asked;
  expect([order.found, order.ranking.error, order.ranking.busy]).toEqual([null, null, false]);
  expect(bridge.asked).toContainEqual(['cancelRanking']);
});

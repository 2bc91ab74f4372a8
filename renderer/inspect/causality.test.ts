import { expect, test } from 'vitest';
import { StudioError } from '../../model/errors';
import { fakeBridge } from '../testing/fake-bridge';
import { someCausality } from '../testing/samples';
import { Causality } from './causality.svelte';

test('each run is checked once by itself, and again when a person asks', async () => {
  const bridge = fakeBridge({ checkCausality: () => someCausality() });
  const causality = new Causality();
  await Promise.all([
    causality.of('a').checkOnce(),
    causality.of('a').checkOnce(),
    causality.of('b').checkOnce(),
  ]);
  expect(bridge.asked).toEqual([
    ['checkCausality', 'a'],
    ['checkCausality', 'b'],
  ]);
  expect(causality.of('a').report?.forbidden).toBe(0);
  await causality.of('a').check();
  expect(bridge.asked).toHaveLength(3);
});

test('a check that failed says why and is not asked again by itself', async () => {
  const bridge = fakeBridge({
    checkCausality: (folder) => {
      throw new StudioError('checkpoint-missing', { folder });
    },
  });
  const check = new Causality().of('a');
  await check.checkOnce();
  await check.checkOnce();
  expect(check.checking.error?.code).toBe('checkpoint-missing');
  expect(bridge.asked).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { StudioError } from '../model/errors';
import { call, listen } from './studio';
import { fakeBridge } from './testing/fake-bridge';

test('a call returns its value, and throws a StudioError with the facts of a failure', async () => {
  fakeBridge({
    useExampleImages: () => '/examples',
    openRun: (id) => {
      throw new StudioError('run-missing', { folder: id });
    },
  });
  expect(await call('useExampleImages')).toBe('/examples');
  const refused = await call('openRun', 'gone').catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(StudioError);
  expect(refused).toMatchObject({ code: 'run-missing', facts: { folder: 'gone' } });
});

test('a listener hears nothing after its end', () => {
  const bridge = fakeBridge({});
  const received: number[] = [];
  const end = listen('scanProgress', ({ done }) => received.push(done));
  bridge.emit('scanProgress', { done: 1, total: 2 });
  end();
  bridge.emit('scanProgress', { done: 2, total: 2 });
  expect(received).toEqual([1]);
});

import { expect, test } from 'vitest';
import { StudioError } from '../model/errors';
import { call, listen } from './studio';
import { fakeBridge } from './testing/fake-bridge';

test('an answer is the value, a refusal is thrown as a StudioError with its facts', async () => {
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

test('listening ends when it is ended', () => {
  const bridge = fakeBridge({});
  const heard: number[] = [];
  const end = listen('scanProgress', ({ done }) => heard.push(done));
  bridge.tell('scanProgress', { done: 1, total: 2 });
  end();
  bridge.tell('scanProgress', { done: 2, total: 2 });
  expect(heard).toEqual([1]);
});

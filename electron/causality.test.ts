import { expect, test } from 'vitest';
import { StudioError } from '../model/errors';
import { causalityHandlers } from './causality';

const report = { forbidden: 0, height: 1, width: 1, seen: { x: 0, y: 0, pixels: Uint8Array.of(0) } };

test('checks run one at a time, each in its own job, even after one that failed', async () => {
  const happened: string[] = [];
  const ask = (_name: unknown, { runFolder }: { runFolder: string }) => {
    happened.push(`ask ${runFolder}`);
    const fails = runFolder === '/library/broken';
    const answer = fails
      ? Promise.reject(new StudioError('checkpoint-missing', { folder: runFolder }))
      : Promise.resolve(report);
    return { id: 1, answer };
  };
  const stop = () => {
    happened.push('stop');
    return Promise.resolve();
  };
  const { checkCausality } = causalityHandlers({
    checking: { ask, stop } as unknown as Parameters<typeof causalityHandlers>[0]['checking'],
    library: { runFolder: (id) => `/library/${id}` },
  });
  const [broken, sound] = [checkCausality('broken'), checkCausality('sound')];
  await expect(broken).rejects.toMatchObject({ code: 'checkpoint-missing' });
  expect(await sound).toEqual(report);
  expect(happened).toEqual(['ask /library/broken', 'stop', 'ask /library/sound', 'stop']);
});

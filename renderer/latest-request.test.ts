import { expect, test } from 'vitest';
import { StudioError } from '../model/errors';
import { promised } from './testing/fake-bridge';
import { LatestRequest } from './latest-request.svelte';

test('only the answer to the newest request is kept, in whatever order answers arrive', async () => {
  const question = new LatestRequest();
  const [first, second] = [promised<string>(), promised<string>()];
  const kept: string[] = [];
  const one = question.ask(
    () => first.promise,
    (answer) => kept.push(answer),
  );
  const two = question.ask(
    () => second.promise,
    (answer) => kept.push(answer),
  );
  second.give('second');
  expect(await two).toBe('second');
  first.give('first');
  expect(await one).toBeUndefined();
  expect(kept).toEqual(['second']);
});

test('it is busy until the newest question is settled', async () => {
  const question = new LatestRequest();
  const [first, second] = [promised<number>(), promised<number>()];
  const one = question.ask(() => first.promise);
  const two = question.ask(() => second.promise);
  first.give(1);
  await one;
  expect(question.busy).toBe(true);
  second.give(2);
  await two;
  expect(question.busy).toBe(false);
});

test('an error is kept as data, an older one is not, and the next question clears it', async () => {
  const question = new LatestRequest();
  const older = promised<never>();
  const forgotten = question.ask(() => older.promise);
  await question.ask(() => Promise.reject(new StudioError('checkpoint-missing', { folder: '/run' })));
  older.fail(new StudioError('run-missing', { folder: '/other' }));
  await forgotten;
  expect(question.error).toEqual({ code: 'checkpoint-missing', facts: { folder: '/run' } });
  await question.ask(() => Promise.resolve(1));
  expect(question.error).toBeNull();
});

test('a cancelled request leaves no error', async () => {
  const question = new LatestRequest();
  await question.ask(() => Promise.reject(new StudioError('cancelled', {})));
  expect(question.error).toBeNull();
  expect(question.busy).toBe(false);
});

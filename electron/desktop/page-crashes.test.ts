import { beforeEach, expect, test, vi } from 'vitest';
import { PageCrashes } from './page-crashes';

const desk = { reload: vi.fn(), askToReload: vi.fn<() => Promise<boolean>>(), quit: vi.fn() };
beforeEach(() => vi.clearAllMocks());

test('a page that crashes at once is loaded again three times, then a person decides', async () => {
  const crashes = new PageCrashes(desk);
  desk.askToReload.mockResolvedValueOnce(true).mockResolvedValueOnce(false);
  for (const time of [0, 10, 20]) await crashes.take(time);
  expect(desk.reload).toHaveBeenCalledTimes(3);
  expect(desk.askToReload).not.toHaveBeenCalled();
  await crashes.take(30);
  expect(desk.askToReload).toHaveBeenCalledTimes(1);
  expect(desk.reload).toHaveBeenCalledTimes(4);
  expect(desk.quit).not.toHaveBeenCalled();
  for (const time of [40, 50, 60, 70]) await crashes.take(time);
  expect(desk.reload).toHaveBeenCalledTimes(7);
  expect(desk.quit).toHaveBeenCalledTimes(1);
});

test('crashes that are far apart never ask', async () => {
  const crashes = new PageCrashes(desk);
  for (let hour = 0; hour < 9; hour++) await crashes.take(hour * 3_600_000);
  expect(desk.reload).toHaveBeenCalledTimes(9);
  expect(desk.askToReload).not.toHaveBeenCalled();
});

test('a crash while the question is open is not another question', async () => {
  const crashes = new PageCrashes(desk);
  let answer: (mayReload: boolean) => void = () => {};
  desk.askToReload.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  for (const time of [0, 1, 2]) await crashes.take(time);
  const asked = crashes.take(3);
  await crashes.take(4);
  expect(desk.askToReload).toHaveBeenCalledTimes(1);
  answer(true);
  await asked;
  expect(desk.reload).toHaveBeenCalledTimes(4);
});

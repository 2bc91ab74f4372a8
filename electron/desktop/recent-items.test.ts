import { expect, test, vi } from 'vitest';
import { jumpList, recentItemIn } from './recent-items';

vi.mock('electron', () => ({ app: {}, Menu: {} }));

test('the jump list starts the program with a recent folder, also one whose path ends in a backslash', () => {
  const folders = ['C:\\My images\\cats', 'D:\\'];
  const [category] = jumpList(folders, 'C:\\studio.exe', ['C:\\the program']);
  const items = category?.items ?? [];
  expect(items.map(({ title }) => title)).toEqual(['cats', 'D:\\']);
  expect(items.map(({ args }) => args)).toEqual([
    '"C:\\the program" "--open-recent=C:\\My images\\cats"',
    '"C:\\the program" "--open-recent=D:\\\\"',
  ]);
  expect(jumpList([`C:\\${'a'.repeat(300)}`], 'a.exe', [])[0]?.items?.[0]?.description).toHaveLength(259);
  expect(jumpList([], 'a.exe', [])).toEqual([]);
});

test('only a folder that is still among the recent ones is opened', () => {
  expect(recentItemIn(['studio.exe', '--open-recent=/a'], ['/a', '/b'])).toBe('/a');
  expect(recentItemIn(['studio.exe', '--open-recent=/etc'], ['/a', '/b'])).toBeNull();
  expect(recentItemIn(['studio.exe', '/a'], ['/a'])).toBeNull();
});

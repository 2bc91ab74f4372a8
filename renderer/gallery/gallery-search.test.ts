import { expect, test } from 'vitest';
import type { FoundGallery } from '../../electron/api/gallery';
import { classesOf, everything, foundValues, searchGalleries, type GalleryFilter } from './gallery-search';
import { someGallery, someRun } from '../testing/samples';

const runs = [
  someRun({ id: 'a', name: 'Digits', classNames: ['seven', 'nine'] }),
  someRun({ id: 'b', name: 'Coasts', note: 'from the north' }),
];
const grid = { kind: 'temperature' as const, values: ['0.5', '2'] };
const galleries = [
  someGallery({ id: 'one', run: 'a', created: 1, seed: 5, count: 4, stars: [3, 0] }),
  someGallery({ id: 'two', run: 'b', created: 2, seed: 7, temperature: 0.8 }),
  someGallery({ id: 'three', run: 'b', created: 3, seed: 5, count: 4, grid, stars: [1, 2] }),
  someGallery({ id: 'four', run: 'gone', created: 4, seed: 9, model: 'Lost' }),
];

function search(wanted: Partial<GalleryFilter>, order: Parameters<typeof searchGalleries>[2] = 'newest') {
  return searchGalleries(galleries, { ...everything, ...wanted }, order, (id) =>
    runs.find((run) => run.id === id),
  ).map(({ gallery, index }) => (index === null ? gallery.id : `${gallery.id} ${index}`));
}

test('without a filter all are found, newest first, those of a run that has gone too', () => {
  expect(search({})).toEqual(['four', 'three', 'two', 'one']);
  expect(search({ words: 'lost' })).toEqual(['four']);
});

test('seed, temperature, run, class and words narrow down together', () => {
  expect(search({ seed: '5' })).toEqual(['three', 'one']);
  expect(search({ temperature: '2' })).toEqual(['three']);
  expect(search({ temperature: '0.8' })).toEqual(['two']);
  expect(search({ run: 'b', seed: '5' })).toEqual(['three']);
  expect(search({ className: 'nine' })).toEqual(['one']);
  expect(search({ words: 'north 0.8' })).toEqual(['two']);
  expect(search({ words: 'north', seed: '9' })).toEqual([]);
});

test('starred pictures are listed one by one, each with its own temperature and class', () => {
  expect(search({ starred: true })).toEqual(['three 1', 'three 2', 'one 0', 'one 3']);
  expect(search({ starred: true, temperature: '2' })).toEqual(['three 2']);
  expect(search({ starred: true, className: 'nine' })).toEqual(['one 3']);
});

test('the order can be chosen', () => {
  expect(search({}, 'seed')).toEqual(['three', 'one', 'two', 'four']);
  expect(search({}, 'run')).toEqual(['three', 'two', 'one', 'four']);
  expect(search({}, 'stars').slice(0, 2)).toEqual(['three', 'one']);
  expect(search({}, 'oldest')[0]).toBe('one');
});

test('classes in turn begin with that of the first picture, whose number need not be 0', () => {
  const run = someRun({ id: 'c', classNames: ['seven', 'eight', 'nine'] });
  const classes = (changes: Partial<FoundGallery>) =>
    foundValues({ gallery: someGallery({ run: 'c', ...changes }), run, index: null }).classes;
  expect(classes({ firstImage: 5, count: 1 })).toEqual(['nine']);
  expect(classes({ firstImage: 5, count: 2 })).toEqual(['nine', 'seven']);
  expect(classes({ firstImage: 1, count: 100 })).toEqual(['eight', 'nine', 'seven']);
  expect(classes({ firstImage: 1, count: 100, className: 'seven' })).toEqual(['seven']);
});

test('classes of rows are found, and the classes of all runs are offered', () => {
  const rows = someGallery({ grid: { kind: 'class', values: ['nine'] } });
  expect(foundValues({ gallery: rows, run: runs[0] ?? null, index: null }).classes).toEqual(['nine']);
  expect(classesOf(runs)).toEqual(['nine', 'seven']);
});

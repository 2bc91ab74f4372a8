import { expect, test } from 'vitest';
import { StudioError } from '../../model/errors';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someGallery, somePictures } from '../testing/samples';
import { Gallery } from './gallery.svelte';

const summary = (id: string, created: number, complete = true) => someGallery({ id, created, complete });

test('opening a run shows its newest gallery', async () => {
  fakeBridge({
    listGalleries: () => [summary('old', 1), summary('new', 2)],
    openGallery: (_run, id) => ({ summary: summary(id, 2), pictures: somePictures(4) }),
  });
  const gallery = new Gallery();
  await gallery.openRun('run');
  expect(gallery.opened?.id).toBe('new');
  expect(gallery.list.map(({ id }) => id)).toEqual(['new', 'old']);
});

test('pictures appear while they are drawn, then the finished gallery stands there', async () => {
  const drawn = promised<string>();
  const bridge = fakeBridge({
    listGalleries: () => [],
    draw: () => drawn.promise,
    openGallery: (_run, id) => ({ summary: summary(id, 3), pictures: somePictures(4) }),
  });
  const gallery = new Gallery();
  await gallery.openRun('run');
  gallery.count = '4';
  gallery.temperature = '0.9';
  const generated = gallery.generate();
  expect(bridge.asked).toContainEqual([
    'draw',
    {
      run: 'run',
      count: 4,
      seed: 1,
      temperature: 0.9,
      start: 'blank',
      className: null,
      completion: null,
      topK: 0,
      topP: 1,
      grid: null,
    },
  ]);
  bridge.tell('drawingProgress', { gallery: 'g', done: 1, total: 4, pictures: somePictures(4) });
  expect(gallery.progress).toMatchObject({ done: 1, total: 4 });
  expect(gallery.pictures?.count).toBe(4);
  expect(gallery.opened).toBeNull();
  drawn.give('g');
  await generated;
  expect(gallery.opened?.id).toBe('g');
  expect(gallery.progress).toBeNull();
});

test('a class and a picture to complete go along; without a mark there is nothing to ask for', async () => {
  const bridge = fakeBridge({
    listGalleries: () => [],
    listValidation: () => somePictures(2),
    readPicture: () => somePictures(1),
    draw: () => 'g',
    openGallery: (_run, id) => ({ summary: summary(id, 3), pictures: somePictures(4) }),
  });
  const gallery = new Gallery();
  await gallery.openRun('run');
  gallery.className = 'seven';
  await gallery.completion.turn(true);
  expect(gallery.wish).toBeNull();
  const picture = { kind: 'validation', index: 1 } as const;
  await gallery.completion.take(picture);
  await gallery.generate();
  expect(bridge.asked.find(([name]) => name === 'draw')?.[1]).toMatchObject({
    className: 'seven',
    completion: { picture, unknown: Uint8Array.of(0, 0, 1, 1) },
  });
  gallery.completion.mark('nothing');
  expect(gallery.wish).toBeNull();
});

test('a failed drawing says why and opens nothing', async () => {
  fakeBridge({
    listGalleries: () => [summary('old', 1)],
    openGallery: (_run, id) => ({ summary: summary(id, 1), pictures: somePictures(4) }),
    draw: () => {
      throw new StudioError('job-died', { job: 'drawing', output: '' });
    },
  });
  const gallery = new Gallery();
  await gallery.openRun('run');
  await gallery.generate();
  expect(gallery.drawing.error?.code).toBe('job-died');
  expect(gallery.opened).toBeNull();
});

test('an export that is dismissed tells nothing, one that is made tells where', async () => {
  const answers = [null, { folder: '/out', files: ['sheet.png', '0.png'] }];
  fakeBridge({
    listGalleries: () => [summary('g', 1)],
    openGallery: (_run, id) => ({ summary: summary(id, 1), pictures: somePictures(4) }),
    exportGallery: () => answers.shift() ?? null,
  });
  const gallery = new Gallery();
  await gallery.openRun('run');
  await gallery.export();
  expect(gallery.exported).toBeNull();
  await gallery.export();
  expect(gallery.exported?.folder).toBe('/out');
});

test.each([
  ['0', '1', '1'],
  ['1.5', '1', '1'],
  ['', '1', '1'],
  ['4', '-1', '1'],
  ['4', '1', ''],
  ['4', '1', '11'],
])('count %j, seed %j, temperature %j is no wish', (count, seed, temperature) => {
  fakeBridge({});
  const gallery = new Gallery();
  Object.assign(gallery, { count, seed, temperature });
  expect(gallery.wish).toBeNull();
});

test('temperature 0 is a wish', () => {
  fakeBridge({});
  const gallery = new Gallery();
  gallery.temperature = '0';
  expect(gallery.wish?.temperature).toBe(0);
});

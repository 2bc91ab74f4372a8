import { expect, test } from 'vitest';
import { unshaped } from '../../model/likelihood/shaping-options';
import { StudioError } from '../../model/errors';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someGallery, somePictures, someRun } from '../testing/samples';
import { unreadPreferences } from '../shell/preferences.svelte';
import { Toasts } from '../controls/toasts.svelte';
import { Gallery } from './gallery.svelte';

const run = someRun({ id: 'run', classNames: ['seven', 'nine'] });
const summary = (id: string, created: number, complete = true) => someGallery({ id, created, complete });

test('opening a run shows its newest gallery', async () => {
  fakeBridge({
    listGalleries: () => [summary('old', 1), summary('new', 2)],
    openGallery: (_run, id) => ({ summary: summary(id, 2), pictures: somePictures(4) }),
  });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  expect(gallery.opened?.id).toBe('new');
  expect(gallery.list.map(({ id }) => id)).toEqual(['new', 'old']);
});

test('pictures appear while they are drawn, then the finished gallery is shown', async () => {
  const drawn = promised<string>();
  const bridge = fakeBridge({
    listGalleries: () => [],
    listCheckpoints: () => ({ steps: [300], last: 300, best: null }),
    draw: () => drawn.promise,
    openGallery: (_run, id) => ({ summary: summary(id, 3), pictures: somePictures(4) }),
  });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  gallery.form.entries.count = '4';
  gallery.form.entries.temperature = '0.9';
  const generated = gallery.generate();
  expect(bridge.asked).toContainEqual([
    'draw',
    {
      run: 'run',
      count: 4,
      seed: 1,
      ...unshaped,
      temperature: 0.9,
      start: 'blank',
      className: null,
      completion: null,
      grid: null,
    },
  ]);
  bridge.emit('drawingProgress', { gallery: 'g', done: 1, total: 4, pictures: somePictures(4) });
  expect(gallery.progress).toMatchObject({ done: 1, total: 4 });
  expect(gallery.pictures?.count).toBe(4);
  expect(gallery.opened).toBeNull();
  gallery.chosen = 2;
  drawn.give('g');
  await generated;
  expect(gallery.opened?.id).toBe('g');
  // Chosen while the pictures grew.
  expect(gallery.chosen).toBe(2);
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
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  gallery.form.entries.className = 'seven';
  await gallery.form.completion.turn(true);
  expect(gallery.form.request).toBeNull();
  const picture = { kind: 'validation', index: 1 } as const;
  await gallery.form.completion.take(picture);
  await gallery.generate();
  expect(bridge.asked.find(([name]) => name === 'draw')?.[1]).toMatchObject({
    className: 'seven',
    completion: { picture, unknown: Uint8Array.of(0, 0, 1, 1) },
  });
  gallery.form.completion.mark('nothing');
  expect(gallery.form.request).toBeNull();
});

test('a failed drawing says why and opens nothing', async () => {
  fakeBridge({
    listGalleries: () => [summary('old', 1)],
    openGallery: (_run, id) => ({ summary: summary(id, 1), pictures: somePictures(4) }),
    draw: () => {
      throw new StudioError('job-died', { job: 'drawing', output: '' });
    },
  });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  await gallery.generate();
  expect(gallery.drawing.error?.code).toBe('job-died');
  expect(gallery.opened).toBeNull();
});

test('a cancelled export says nothing, a finished one says where', async () => {
  const answers = [null, { folder: '/out', files: ['sheet.png', '0.png'] }];
  fakeBridge({
    listGalleries: () => [summary('g', 1)],
    openGallery: (_run, id) => ({ summary: summary(id, 1), pictures: somePictures(4) }),
    exportGallery: () => answers.shift() ?? null,
  });
  const toasts = new Toasts();
  const gallery = new Gallery({ kept: unreadPreferences }, toasts);
  await gallery.openRun(run);
  await gallery.export();
  expect(toasts.list).toEqual([]);
  await gallery.export();
  expect(toasts.list.map(({ text }) => text)).toEqual(['2 files written to /out']);
});

test.each([
  ['0', '1', '1'],
  ['1.5', '1', '1'],
  ['', '1', '1'],
  ['4', '-1', '1'],
  ['4', '1', ''],
  ['4', '1', '11'],
])('count %j, seed %j, temperature %j is no request', (count, seed, temperature) => {
  fakeBridge({});
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  Object.assign(gallery.form.entries, { count, seed, temperature });
  expect(gallery.form.request).toBeNull();
});

test('temperature 0 is a request', () => {
  fakeBridge({});
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  gallery.form.entries.temperature = '0';
  expect(gallery.form.request?.temperature).toBe(0);
});

test('the settings of a gallery replace the form, and the former ones can be restored', async () => {
  const taken = summary('g', 1);
  fakeBridge({
    listGalleries: () => [taken],
    openGallery: () => ({ summary: taken, pictures: somePictures(4) }),
  });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  const { form } = gallery;
  form.entries.seed = '77';
  const grid = { kind: 'temperature' as const, values: ['0.5', '1'] };
  await form.recallGallery(
    someGallery({ seed: 3, topK: 2, grid, height: run.settings.size, width: run.settings.size }),
  );
  expect(form.entries).toMatchObject({
    ...{ count: '2', seed: '3', topK: '2', compare: 'temperature', rows: '0.5, 1', width: '' },
  });
  await form.recallGallery(someGallery({ seed: 4, width: 40, className: 'gone' }));
  expect(form.entries).toMatchObject({ seed: '4', width: '40', compare: 'nothing', className: null });
  expect(form.unknownClass).toBe('gone');
  form.backToMine();
  expect(form.entries).toMatchObject({ seed: '77', width: '', count: '16' });
  expect([form.hasFormer, form.unknownClass]).toEqual([false, null]);
});

test('a gallery of another run opens with the picture that was found', async () => {
  const found = summary('far', 5);
  const bridge = fakeBridge({
    listGalleries: () => [summary('near', 9), found],
    openGallery: (_run, id) => ({ summary: summary(id, 5), pictures: somePictures(4) }),
  });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  gallery.finder.isOpen = true;
  await gallery.openFound(found, run, 2);
  expect(gallery.opened?.id).toBe('far');
  expect([gallery.run, gallery.chosen, gallery.finder.isOpen]).toEqual(['run', 2, false]);
  expect(bridge.asked.filter(([name]) => name === 'openGallery')).toEqual([['openGallery', 'run', 'far']]);
});

test('while rows are drawn it is known what they compare', async () => {
  const drawn = promised<string>();
  fakeBridge({ listGalleries: () => [], draw: () => drawn.promise });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  Object.assign(gallery.form.entries, { count: '3', compare: 'temperature', rows: '0.5, 1' });
  void gallery.generate();
  expect(gallery.shown).toEqual({
    count: 6,
    seed: 1,
    grid: { kind: 'temperature', values: ['0.5', '1'] },
  });
});

test('a picture is carried out only while the mouse is down', async () => {
  const written = promised<string>();
  const bridge = fakeBridge({
    listGalleries: () => [summary('g', 1)],
    openGallery: (_run, id) => ({ summary: summary(id, 1), pictures: somePictures(4) }),
    prepareDrag: () => written.promise,
    startDrag: () => undefined,
  });
  const gallery = new Gallery({ kept: unreadPreferences }, new Toasts());
  await gallery.openRun(run);
  const first = gallery.dragOut(1);
  window.dispatchEvent(new Event('pointerup'));
  written.give('/dragged/seed1-1.png');
  await first;
  expect(bridge.asked.some(([name]) => name === 'startDrag')).toBe(false);
  await gallery.dragOut(1);
  expect(bridge.asked.slice(-2)).toEqual([
    ['prepareDrag', { run: 'run', gallery: 'g', index: 1 }, { scale: 1, metadata: true }],
    ['startDrag', '/dragged/seed1-1.png'],
  ]);
});

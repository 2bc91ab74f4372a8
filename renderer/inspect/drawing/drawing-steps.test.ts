import { expect, test, vi } from 'vitest';
import type { GalleryOptions } from '../../../electron/api/gallery';
import type { PixelInspection } from '../../../model/reports';
import { fakeBridge, promised } from '../../testing/fake-bridge';
import { someGallery, someInspection, somePictures, someRun } from '../../testing/samples';
import { drawnLike, DrawingSteps } from './drawing-steps.svelte';
import { Inspection } from '../inspection.svelte';

const source = { kind: 'gallery', gallery: 'gallery-1', index: 1 } as const;
const pixelAt = (x: number, y: number): PixelInspection => ({
  x,
  y,
  probabilities: [Float32Array.of(1, 0, 0, 0)],
  value: [0],
  bits: [0],
  entropy: [0],
});

async function looked(more: Parameters<typeof fakeBridge>[0] = {}) {
  const bridge = fakeBridge({
    listValidation: () => somePictures(0),
    listGalleries: () => [someGallery()],
    listCheckpoints: () => ({ steps: [300], last: 300, best: null }),
    inspectImage: () => someInspection(1, 3),
    inspectPixel: ({ x, y }) => pixelAt(x, y),
    ...more,
  });
  const inspection = new Inspection();
  await inspection.openRun('run-1');
  await inspection.look(source);
  const drawing = new DrawingSteps(inspection);
  drawing.openRun('run-1');
  return { bridge, inspection, drawing };
}

test('steps follow the raster order over the ends of rows, and stay inside', async () => {
  const { inspection, drawing } = await looked();
  await drawing.goTo(3);
  expect(inspection.cursor).toEqual({ x: 0, y: 1 });
  await drawing.goTo(-Infinity);
  expect(drawing.step).toBe(0);
  await drawing.goTo(Infinity);
  expect(inspection.cursor).toEqual({ x: 2, y: 2 });
});

test('playing visits every pixel after the cursor once, and restarts from the last', async () => {
  vi.useFakeTimers();
  const { bridge, drawing } = await looked();
  await drawing.goTo(6);
  bridge.asked.length = 0;
  const play = drawing.play();
  await vi.runAllTimersAsync();
  await play;
  expect(bridge.asked.map(([, at]) => at)).toEqual([
    { question: 1, x: 1, y: 2 },
    { question: 1, x: 2, y: 2 },
  ]);
  expect(drawing.playing).toBe(false);
  const again = drawing.play();
  await vi.advanceTimersByTimeAsync(100);
  drawing.pause();
  await vi.runAllTimersAsync();
  await again;
  expect(drawing.step).toBeLessThan(8);
  vi.useRealTimers();
});

test('a level chosen as it was drawn is no other level, and leaves with the step', async () => {
  const { drawing } = await looked();
  drawing.choose(0, 2, [0]);
  expect(drawing.levels).toEqual([2]);
  drawing.choose(0, 0, [0]);
  expect(drawing.levels).toBe(null);
  drawing.choose(0, 2, [0]);
  await drawing.goTo(4);
  expect(drawing.levels).toBe(null);
});

test('siblings keep all up to the step with the level put there, and are drawn as their picture was', async () => {
  const growing = promised<string>();
  const { bridge, inspection, drawing } = await looked({
    growSiblings: () => growing.promise,
    openGallery: (_run, id) => ({ summary: someGallery({ id }), pictures: somePictures(6, 3) }),
  });
  await drawing.goTo(4);
  drawing.choose(0, 3, [0]);
  if (!inspection.shown) throw new Error('nothing is seen');
  const drawnIn = someGallery({ seed: 7, temperature: 0.9, topK: 3 });
  const grown = drawing.grow(someRun(), inspection.shown, drawnIn);
  bridge.emit('drawingProgress', { gallery: 'other', done: 9, total: 9, pictures: somePictures(1) });
  expect(drawing.siblings).toBe(null);
  bridge.emit('siblingsProgress', { gallery: 'g', done: 2, total: 54, pictures: somePictures(6, 3) });
  expect(drawing.progress).toEqual({ done: 2, total: 54 });
  growing.give('gallery-2');
  await grown;
  const asked = bridge.asked.find(([name]) => name === 'growSiblings')?.[1] as GalleryOptions;
  expect(asked).toMatchObject({ run: 'run-1', count: 6, seed: 7, temperature: 0.9, topK: 3, grid: null });
  expect([...(asked.completion?.unknown ?? [])]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1]);
  const picture = asked.completion?.picture;
  expect(picture?.kind === 'painted' && [...picture.pixels]).toEqual([0, 1, 2, 3, 3, 1, 2, 3, 0]);
  expect([drawing.gallery, drawing.siblings?.count, drawing.progress]).toEqual(['gallery-2', 6, null]);
});

test('rows of a grid and classes in turn decide how a picture was drawn', () => {
  const run = someRun({ classNames: ['a', 'b', 'c'] });
  const at = (index: number, changes: Parameters<typeof someGallery>[0]) =>
    drawnLike(someGallery({ count: 4, ...changes }), { kind: 'gallery', gallery: 'g', index }, run);
  const plain = { temperature: 1, className: 'a', step: 300, given: null };
  const dice = (image: number) => ({ seed: 1, image });
  expect(at(0, {})).toEqual({ ...plain, dice: dice(0) });
  expect(at(3, {})).toEqual({ ...plain, dice: dice(3) });
  expect(at(2, {})).toEqual({ ...plain, className: 'c', dice: dice(2) });
  expect(at(2, { className: 'b', firstImage: 5 })).toEqual({ ...plain, className: 'b', dice: dice(7) });
  // The number that names the dice also takes the class.
  expect(at(2, { firstImage: 5 })).toEqual({ ...plain, className: 'b', dice: dice(7) });
  expect(at(3, { grid: { kind: 'temperature', values: ['0.5', '2'] } })).toEqual({
    ...plain,
    temperature: 2,
    className: 'b',
    dice: dice(1),
  });
  expect(at(2, { grid: { kind: 'class', values: ['c', 'b'] } })).toMatchObject({
    className: 'b',
    dice: dice(0),
  });
  expect(at(2, { grid: { kind: 'checkpoint', values: ['10', '20'] } })).toMatchObject({
    step: 20,
    dice: dice(0),
  });
});

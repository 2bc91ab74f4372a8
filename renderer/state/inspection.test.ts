import { expect, test } from 'vitest';
import type { ImageInspection, PixelInspection } from '../../electron/api';
import { StudioError } from '../../model/errors';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someInspection, somePictures } from '../testing/samples';
import { Inspection } from './inspection.svelte';

const pixelAt = (x: number, y: number): PixelInspection => ({
  x,
  y,
  probabilities: [Float32Array.of(0.5, 0.5, 0, 0)],
  value: [1],
  bits: [1],
  entropy: [1],
});

const library = { listValidation: () => somePictures(3), listGalleries: () => [] };

test('opening a run looks at its first validation picture and the pixel under the cursor', async () => {
  const bridge = fakeBridge({
    ...library,
    inspectImage: () => someInspection(7),
    inspectPixel: ({ x, y }) => pixelAt(x, y),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  expect(bridge.asked).toContainEqual(['inspectImage', 'run', { kind: 'validation', index: 0 }]);
  expect(bridge.asked).toContainEqual(['inspectPixel', { question: 7, x: 0, y: 0 }]);
  expect(inspection.pixel).toMatchObject({ x: 0, y: 0 });
});

test('the newest picture wins when an older one is answered later', async () => {
  const [slow, quick] = [promised<ImageInspection>(), promised<ImageInspection>()];
  const answers = [slow, quick];
  fakeBridge({
    listValidation: () => somePictures(0),
    listGalleries: () => [],
    inspectImage: () => (answers.shift() as typeof slow).promise,
    inspectPixel: ({ x, y }) => pixelAt(x, y),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  const first = inspection.look({ kind: 'validation', index: 0 });
  const second = inspection.look({ kind: 'validation', index: 1 });
  quick.give(someInspection(2));
  await second;
  slow.give(someInspection(1));
  await first;
  expect(inspection.answer?.question).toBe(2);
});

test('the newest pixel wins, and the cursor stays inside the picture', async () => {
  const answers: ReturnType<typeof promised<PixelInspection>>[] = [];
  const bridge = fakeBridge({
    ...library,
    inspectImage: () => someInspection(1, 4),
    inspectPixel: ({ x, y }) => {
      if (bridge.asked.filter(([name]) => name === 'inspectPixel').length === 1) return pixelAt(x, y);
      const answer = promised<PixelInspection>();
      answers.push(answer);
      return answer.promise;
    },
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  const moves = [inspection.point(1, 0), inspection.point(Infinity, -3)];
  expect(inspection.cursor).toEqual({ x: 3, y: 0 });
  answers[1]?.give(pixelAt(3, 0));
  answers[0]?.give(pixelAt(1, 0));
  await Promise.all(moves);
  expect(inspection.pixel?.x).toBe(3);
});

test('another run forgets the pictures of the last one', async () => {
  fakeBridge({
    ...library,
    inspectImage: () => someInspection(1),
    inspectPixel: ({ x, y }) => pixelAt(x, y),
    checkMasks: () => ({ same: true, fromBlank: somePictures(1), fromNoise: somePictures(1) }),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  await inspection.checkMasks();
  expect(inspection.masks?.same).toBe(true);
  await inspection.openRun(null);
  expect([inspection.answer, inspection.pixel, inspection.masks]).toEqual([null, null, null]);
});

test('a picture that cannot be read leaves the last one and says why', async () => {
  fakeBridge({
    ...library,
    inspectImage: (_run, source) => {
      if (source.kind === 'file')
        throw new StudioError('image-unreadable', { file: source.file, reason: 'empty' });
      return someInspection(1);
    },
    inspectPixel: ({ x, y }) => pixelAt(x, y),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  await inspection.look({ kind: 'file', file: '/broken.png' });
  expect(inspection.looking.error?.code).toBe('image-unreadable');
  expect(inspection.answer?.question).toBe(1);
});

import { expect, test } from 'vitest';
import type { ImageInspection } from '../../electron/api/inspection';
import type { PixelInspection } from '../../model/reports';
import { StudioError } from '../../model/errors';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someGallery, someInspection, somePictures } from '../testing/samples';
import { Inspection } from './inspection.svelte';

const pixelAt = (x: number, y: number): PixelInspection => ({
  x,
  y,
  probabilities: [Float32Array.of(0.5, 0.5, 0, 0)],
  value: [1],
  bits: [1],
  entropy: [1],
});

const library = {
  listValidation: () => somePictures(3),
  listGalleries: () => [],
  listSamples: () => null,
  listCheckpoints: () => ({ steps: [300], last: 300, best: 300 }),
};

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

test.each([
  ['the newest gallery', [someGallery()], { kind: 'gallery', gallery: 'gallery-1', index: 0 }],
  ['the newest samples', [], { kind: 'sample', step: 300, index: 0 }],
])('a run whose images are on another machine opens on %s, without an error', async (_, galleries, first) => {
  const bridge = fakeBridge({
    ...library,
    listValidation: () => {
      const facts = { folder: '/sender', missing: ['1.png'], added: [], changed: [] };
      throw new StudioError('data-changed', facts);
    },
    listGalleries: () => galleries,
    openGallery: () => ({ summary: someGallery(), pictures: somePictures(4) }),
    listSamples: () => ({ step: 300, pictures: somePictures(4) }),
    inspectImage: () => someInspection(7),
    inspectPixel: ({ x, y }) => pixelAt(x, y),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  expect(inspection.shown?.source).toEqual(first);
  expect(inspection.choice.kind).toBe(first.kind);
  expect([inspection.choice.error, inspection.inspecting.error]).toEqual([null, null]);
  expect(inspection.choice.away?.code).toBe('data-changed');
  expect(bridge.asked).toContainEqual(['inspectImage', 'run', first]);
});

test('a run without any picture waits for one to be chosen', async () => {
  fakeBridge({ ...library, listValidation: () => somePictures(0), listSamples: () => null });
  const inspection = new Inspection();
  await inspection.openRun('run');
  expect([inspection.shown, inspection.choice.error]).toEqual([null, null]);
});

test('the newest picture wins when an older one is answered later', async () => {
  const [slow, quick] = [promised<ImageInspection>(), promised<ImageInspection>()];
  const answers = [slow, quick];
  fakeBridge({
    ...library,
    listValidation: () => somePictures(0),
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
  expect(inspection.inspecting.error?.code).toBe('image-unreadable');
  expect(inspection.answer?.question).toBe(1);
});

/** An inspection whose painted pictures come back as they were painted. */
async function paintable(): Promise<Inspection> {
  const bridge = fakeBridge({
    ...library,
    inspectImage: (_run, source) => {
      const answer = someInspection(bridge.asked.length);
      if (source.kind !== 'painted') return answer;
      return { ...answer, pictures: { ...answer.pictures, pixels: source.pixels } };
    },
    inspectPixel: ({ x, y }) => pixelAt(x, y),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  return inspection;
}

test('a stroke is inspected and compared with the picture before; undoing it ends that', async () => {
  const inspection = await paintable();
  const first = inspection.answer;
  inspection.painting.setBrush(0, 3);
  inspection.map.quantity = 'likeliest';
  inspection.paint({ x: 1, y: 0 }, { x: 1, y: 0 });
  await inspection.finishStroke();
  const over = { kind: 'validation', index: 0 };
  expect(inspection.shown?.source).toEqual({ kind: 'painted', pixels: Uint8Array.of(0, 3, 2, 3), over });
  expect(inspection.painting.before?.answer).toBe(first);
  expect([inspection.map.quantity, inspection.map.against.kind]).toEqual(['entropy', 'stroke']);
  await inspection.undo(1);
  expect(inspection.shown?.source).toEqual(over);
  expect(inspection.map.against.kind).toBe('nothing');
});

test('strokes are undone and redone in their order, however quickly', async () => {
  const inspection = await paintable();
  const shown = () => [...(inspection.answer?.pictures.pixels ?? [])];
  const stroke = async (x: number, level: number) => {
    inspection.painting.setBrush(0, level);
    inspection.paint({ x, y: 0 }, { x, y: 0 });
    await inspection.finishStroke();
  };
  await stroke(0, 3);
  await stroke(1, 2);
  expect(shown()).toEqual([3, 2, 2, 3]);
  await Promise.all([inspection.undo(1), inspection.undo(1), inspection.undo(1)]);
  expect(shown()).toEqual([0, 1, 2, 3]);
  await Promise.all([inspection.redo(), inspection.redo(), inspection.redo()]);
  expect(shown()).toEqual([3, 2, 2, 3]);
  expect(inspection.map.against.kind).toBe('stroke');
  await inspection.undo(1);
  expect(shown()).toEqual([3, 1, 2, 3]);
  await stroke(1, 0);
  await inspection.redo();
  expect(shown()).toEqual([3, 0, 2, 3]);
  await inspection.undo(Infinity);
  await inspection.redo();
  expect(shown()).toEqual([3, 1, 2, 3]);
});

test('a pasted picture is inspected as a file, in the view that shows it', async () => {
  const bridge = fakeBridge({
    ...library,
    inspectImage: () => someInspection(1),
    inspectPixel: ({ x, y }) => pixelAt(x, y),
    pasteImage: () => '/pasted.png',
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  inspection.view = 'folder';
  await inspection.paste(Uint8Array.of(1, 2));
  expect(bridge.asked).toContainEqual(['inspectImage', 'run', { kind: 'file', file: '/pasted.png' }]);
  expect(inspection.view).toBe('pixel');
});

test('a class chosen while a picture is on its way is for that picture', async () => {
  const first = promised<ImageInspection>();
  const bridge = fakeBridge({
    ...library,
    inspectImage: (_run, source) =>
      source.kind === 'file' && !source.as ? first.promise : someInspection(2),
    inspectPixel: ({ x, y }) => pixelAt(x, y),
  });
  const inspection = new Inspection();
  await inspection.openRun('run');
  const looked = inspection.look({ kind: 'file', file: '/a.png' });
  await inspection.lookAs('seven');
  first.give(someInspection(1));
  await looked;
  expect(bridge.asked).toContainEqual(['inspectImage', 'run', { kind: 'file', file: '/a.png', as: 'seven' }]);
  expect(inspection.shown?.source).toEqual({ kind: 'file', file: '/a.png', as: 'seven' });
});

import { expect, test } from 'vitest';
import { fakeBridge } from '../testing/fake-bridge';
import { somePictures } from '../testing/samples';
import { CompletionForm } from './completion-form.svelte';

async function make(side = 4) {
  const bridge = fakeBridge({
    listValidation: () => somePictures(3, side),
    listGalleries: () => [],
    readPicture: () => somePictures(1, side),
  });
  const completion = new CompletionForm();
  completion.openRun('run');
  return { bridge, completion };
}

const rows = ({ unknown, picture }: CompletionForm) =>
  unknown.join('').match(new RegExp(`.{${picture?.width}}`, 'g'));

test('nothing is read before it is wanted; then there are pictures to choose from', async () => {
  const { bridge, completion } = await make();
  expect(bridge.asked).toEqual([]);
  await completion.turn(true);
  expect(completion.choice.validation?.count).toBe(3);
  expect(completion.request).toBeNull();
});

test('the lower half of a chosen picture is marked at first', async () => {
  const { bridge, completion } = await make();
  await completion.turn(true);
  await completion.take({ kind: 'validation', index: 2 });
  expect(bridge.asked).toContainEqual(['readPicture', 'run', { kind: 'validation', index: 2 }]);
  expect(rows(completion)).toEqual(['0000', '0000', '1111', '1111']);
  expect(completion.request).toEqual({
    picture: { kind: 'validation', index: 2 },
    unknown: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1),
  });
  completion.mark('right half');
  expect(rows(completion)).toEqual(['0011', '0011', '0011', '0011']);
  await completion.take({ kind: 'validation', index: 0 });
  expect(rows(completion)?.[0]).toBe('0011');
  completion.mark('middle');
  expect(rows(completion)).toEqual(['0000', '0110', '0110', '0000']);
  completion.mark('nothing');
  expect(completion.request).toBeNull();
});

test('known pixels behind the first drawn one are counted', async () => {
  const { completion } = await make();
  await completion.take({ kind: 'validation', index: 0 });
  expect(completion.given).toEqual({ known: 8, unheard: 0 });
  completion.mark('right half');
  expect(completion.given).toEqual({ known: 8, unheard: 6 });
  completion.mark('nothing');
  expect(completion.given).toEqual({ known: 16, unheard: 0 });
});

test('painting marks a line without gaps, and takes marks away again', async () => {
  const { completion } = await make();
  await completion.take({ kind: 'validation', index: 0 });
  completion.mark('nothing');
  completion.begin({ x: 0, y: 0 });
  completion.drag({ x: 3, y: 3 });
  expect(rows(completion)).toEqual(['1000', '0100', '0010', '0001']);
  completion.begin({ x: 1, y: 1 });
  expect(rows(completion)?.[1]).toBe('0000');
  expect(completion.isUnknown({ x: 2, y: 2 })).toBe(true);
  completion.point(9, -1);
  expect(completion.cursor).toEqual({ x: 3, y: 0 });
});

test('another run forgets the picture of the last one', async () => {
  const { completion } = await make();
  await completion.turn(true);
  await completion.take({ kind: 'validation', index: 0 });
  completion.openRun('other');
  expect([completion.picture, completion.request]).toEqual([null, null]);
  await expect.poll(() => completion.choice.validation?.count).toBe(3);
});

test('strokes and regions are taken back one by one, and made again until there is a new one', async () => {
  const { completion } = await make();
  await completion.take({ kind: 'validation', index: 0 });
  completion.undo(1);
  expect(rows(completion)).toEqual(['0000', '0000', '1111', '1111']);
  completion.mark('nothing');
  completion.begin({ x: 0, y: 0 });
  completion.drag({ x: 2, y: 0 });
  completion.undo(1);
  expect(rows(completion)?.[0]).toBe('0000');
  completion.undo(1);
  expect(rows(completion)).toEqual(['0000', '0000', '1111', '1111']);
  completion.redo();
  completion.redo();
  completion.redo();
  expect(rows(completion)).toEqual(['1110', '0000', '0000', '0000']);
  completion.undo(1);
  completion.begin({ x: 3, y: 3 });
  completion.redo();
  expect(rows(completion)).toEqual(['0000', '0000', '0000', '0001']);
});

test('marks of another size are not brought back', async () => {
  const sides = [4, 2];
  fakeBridge({ listValidation: () => somePictures(3), readPicture: () => somePictures(1, sides.shift()) });
  const completion = new CompletionForm();
  completion.openRun('run');
  await completion.take({ kind: 'validation', index: 0 });
  completion.begin({ x: 0, y: 0 });
  await completion.take({ kind: 'validation', index: 1 });
  completion.undo(1);
  expect(rows(completion)).toEqual(['00', '11']);
});

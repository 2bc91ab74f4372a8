import { expect, test } from 'vitest';
import type { PictureSource } from '../../../electron/api/inspection';
import { someInspection } from '../../testing/samples';
import { Painting } from './painting.svelte';

const source = { kind: 'validation', index: 3 } as const;
const inspected = { source, answer: someInspection(1) };
const at = (x: number, y: number) => ({ x, y });

test('a stroke sets the pixels of a line, and names the picture below', () => {
  const painting = new Painting();
  painting.setBrush(0, 3);
  painting.paint(inspected, at(0, 0), at(1, 1));
  const drawn = Uint8Array.of(3, 1, 2, 3);
  expect(painting.draft).toEqual(drawn);
  expect(painting.before).toBe(inspected);
  expect(painting.source(inspected, drawn)).toEqual({ kind: 'painted', pixels: drawn, over: source });
  expect(painting.source({ ...inspected, source: { kind: 'painted', pixels: drawn } }, drawn)).toEqual({
    kind: 'painted',
    pixels: drawn,
  });
});

test('a stroke that changes nothing is none', () => {
  const painting = new Painting();
  painting.setBrush(0, 2);
  painting.paint(inspected, at(0, 1), at(0, 1));
  expect([painting.draft, painting.before]).toEqual([null, null]);
});

test('a draft stays during its stroke, and goes when all of it was inspected', () => {
  const painting = new Painting();
  painting.setBrush(0, 3);
  painting.paint(inspected, at(0, 0), at(0, 0));
  painting.settle(Uint8Array.of(3, 1, 2, 3));
  expect(painting.draft).not.toBe(null);
  painting.paint(inspected, at(0, 0), at(1, 0));
  painting.finish();
  expect([...(painting.draft ?? [])]).toEqual([3, 3, 2, 3]);
  painting.settle(Uint8Array.of(3, 3, 2, 3));
  expect(painting.draft).toBe(null);
});

test('strokes before the last inspection are one stroke; later ones are undone one by one', () => {
  const painting = new Painting();
  const stroke = (
    on: { source: PictureSource; answer: typeof inspected.answer },
    x: number,
    level: number,
  ) => {
    painting.setBrush(0, level);
    painting.paint(on, at(x, 0), at(x, 0));
    painting.finish();
  };
  stroke(inspected, 0, 3);
  stroke(inspected, 1, 3);
  const pixels = Uint8Array.of(3, 3, 2, 3);
  expect(painting.draft).toEqual(pixels);
  expect(painting.past).toEqual([inspected]);

  painting.settle(pixels);
  const { answer } = inspected;
  const both = painting.source(inspected, pixels);
  const second = { source: both, answer: { ...answer, pictures: { ...answer.pictures, pixels } } };
  stroke(second, 0, 1);
  expect(painting.draft).toEqual(Uint8Array.of(1, 3, 2, 3));
  expect(painting.before).toBe(second);
  expect(painting.undo(1, second)).toBe(both);
  expect(painting.before).toBe(inspected);
  expect(painting.undo(Infinity, second)).toBe(source);
  expect(painting.undo(1, inspected)).toBe(null);
});

test('three channels are painted at once', () => {
  const painting = new Painting();
  const { answer } = inspected;
  const pictures = { ...answer.pictures, channels: 3, pixels: new Uint8Array(12) };
  [1, 2, 3].forEach((level, channel) => painting.setBrush(channel, level));
  painting.paint({ source, answer: { ...answer, pictures } }, at(1, 1), at(1, 1));
  expect([...(painting.draft ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
});

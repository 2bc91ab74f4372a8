import { expect, test } from 'vitest';
import type { PictureSource } from '../../electron/api';
import { someInspection } from '../testing/samples';
import { Painting } from './painting.svelte';

const source = { kind: 'validation', index: 3 } as const;
const look = { source, answer: someInspection(1) };
const at = (x: number, y: number) => ({ x, y });

test('a stroke sets the pixels of a line, and names what it was painted over', () => {
  const painting = new Painting();
  painting.setBrush(0, 3);
  painting.paint(look, at(0, 0), at(1, 1));
  expect([...(painting.draft ?? [])]).toEqual([3, 1, 2, 3]);
  expect(painting.finish(look)).toEqual({ kind: 'painted', pixels: Uint8Array.of(3, 1, 2, 3), over: source });
  expect(painting.draft).toBe(null);
  expect(painting.before).toBe(look);
});

test('a stroke that changes nothing is none', () => {
  const painting = new Painting();
  painting.setBrush(0, 2);
  painting.paint(look, at(0, 1), at(0, 1));
  expect(painting.finish(look)).toBe(null);
  expect(painting.past).toEqual([]);
});

test('strokes made before the last one was looked at are part of it; later ones are taken back one by one', () => {
  const painting = new Painting();
  const stroke = (on: { source: PictureSource; answer: typeof look.answer }, x: number, level: number) => {
    painting.setBrush(0, level);
    painting.paint(on, at(x, 0), at(x, 0));
    return painting.finish(on) as PictureSource & { pixels: Uint8Array };
  };
  stroke(look, 0, 3);
  const both = stroke(look, 1, 3);
  expect([...both.pixels]).toEqual([3, 3, 2, 3]);
  expect(painting.past).toEqual([look]);

  painting.settle();
  const { answer } = look;
  const second = {
    source: both,
    answer: { ...answer, pictures: { ...answer.pictures, pixels: both.pixels } },
  };
  expect(stroke(second, 0, 1)).toMatchObject({ over: source, pixels: Uint8Array.of(1, 3, 2, 3) });
  expect(painting.before).toBe(second);
  expect(painting.undo(1)).toBe(both);
  expect(painting.before).toBe(look);
  expect(painting.undo(Infinity)).toBe(source);
  expect(painting.undo(1)).toBe(null);
});

test('three channels are painted at once', () => {
  const painting = new Painting();
  const { answer } = look;
  const pictures = { ...answer.pictures, channels: 3, pixels: new Uint8Array(12) };
  [1, 2, 3].forEach((level, channel) => painting.setBrush(channel, level));
  painting.paint({ source, answer: { ...answer, pictures } }, at(1, 1), at(1, 1));
  expect([...(painting.draft ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
});

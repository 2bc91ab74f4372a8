import { expect, test } from 'vitest';
import { unshaped } from '../../model/likelihood/shaping-options';
import { reshaped } from './reshaped';

const own = Float32Array.of(0.5, 0.25, 0.25, 0);

test('what nothing reshapes stays, and needs no arithmetic', () => {
  const { shares, arithmetic } = reshaped(own, unshaped);
  expect([...shares]).toEqual([0.5, 0.25, 0.25, 0]);
  expect(arithmetic(1)).toBe('');
});

test('a temperature raises to its inverse power and divides by the sum', () => {
  const { shares, arithmetic } = reshaped(own, { ...unshaped, temperature: 0.5 });
  expect([...shares]).toEqual([0.25 / 0.375, 0.0625 / 0.375, 0.0625 / 0.375, 0]);
  expect(arithmetic(1)).toBe('p = 0.25 → 0.25^(1/0.5) = 0.0625 → ÷ 0.375 = 0.167');
  expect(arithmetic(3)).toBe('p = 0 → 0^(1/0.5) = 0 → ÷ 0.375 = 0');
});

test('what top-k and top-p leave out is said to be left out, the rest shares it', () => {
  const two = reshaped(own, { ...unshaped, topK: 2 });
  expect([...two.shares]).toEqual([0.5 / 0.75, 0.25 / 0.75, 0, 0]);
  expect(two.arithmetic(0)).toBe('p = 0.5 → kept, ÷ 0.75 = 0.667');
  expect(two.arithmetic(2)).toBe('p = 0.25 → left out by top-k');
  expect(reshaped(own, { ...unshaped, topP: 0.5 }).arithmetic(1)).toBe('p = 0.25 → left out by top-p');
});

test('temperature 0 leaves the likeliest alone', () => {
  const { shares, arithmetic } = reshaped(own, { ...unshaped, temperature: 0 });
  expect([...shares]).toEqual([1, 0, 0, 0]);
  expect(arithmetic(0)).toBe('p = 0.5 → at temperature 0 the likeliest level is certain');
});

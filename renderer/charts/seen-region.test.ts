import { expect, test } from 'vitest';
import { pairsTried, placesOf } from './seen-region';

const report = (rows: string[], x: number, y: number) => ({
  forbidden: 0,
  height: rows.length,
  width: rows[0]?.length ?? 0,
  seen: { x, y, pixels: Uint8Array.from(rows.join(''), (mark) => (mark === '#' ? 1 : 0)) },
});

test('what is near enough but unseen is the blind spot, what is further away is not', () => {
  const places = placesOf(report(['.....', '.##..', '.#...'], 2, 2));
  const letters = places.map((place) => place[0]).join('');
  // Row by row: too far; seen within one pixel, the corner right above hidden; the pixel itself, later ones after it.
  expect(letters.match(/.{5}/g)).toEqual(['fffff', 'fssbf', 'fssll']);
  expect(places[12]).toBe('self');
});

test('a pixel that sees nothing has no blind spot', () => {
  expect(placesOf(report(['..', '..'], 1, 1))).toEqual(['far', 'far', 'far', 'self']);
});

test('every variable is tried with itself and with all before it', () => {
  expect(pairsTried(report(['..', '..'], 1, 1), 1)).toBe(10);
  expect(pairsTried(report(['..', '..'], 1, 1), 3)).toBe(78);
});

import { expect, test } from 'vitest';
import { diceAt } from './dice';

test('every channel of every pixel has its own die, which always gives the same number', () => {
  const dice = diceAt({ seed: 7, image: 2 }, { x: 3, y: 5 }, 3);
  expect(new Set(dice).size).toBe(3);
  expect(diceAt({ seed: 7, image: 2 }, { x: 3, y: 5 }, 3)).toEqual(dice);
  expect(diceAt({ seed: 7, image: 2 }, { x: 5, y: 3 }, 3)).not.toEqual(dice);
  expect(dice.every((die) => die > 0 && die < 1)).toBe(true);
});

import { uniform } from '../../model/random';

/** Which dice: those of one picture of a seed. Every pixel variable has one of its own. */
export interface DiceOf {
  seed: number;
  image: number;
}

/** The dice of a pixel's channels, each in (0, 1): the same numbers that drawing uses. */
export function diceAt(
  { seed, image }: DiceOf,
  { x, y }: { x: number; y: number },
  channels: number,
): number[] {
  return Array.from({ length: channels }, (_, channel) => uniform(seed, image, y, x, channel));
}

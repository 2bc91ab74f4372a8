/**
 * Parses a number that a person wrote in decimal digits alone: without blanks, another base or a unit. Only numbers that
 * need not be whole may have a point or an exponent.
 * @returns undefined for any other text
 */
export function numberIn(text: string, isWhole: boolean): number | undefined {
  const written = isWhole ? /^-?\d+$/ : /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
  const value = Number(text);
  // Adding 0 turns -0 into 0.
  return written.test(text) && Number.isFinite(value) ? value + 0 : undefined;
}

/** The next number when a person steps through those of a field. */

interface Range {
  min?: number | undefined;
  max?: number | undefined;
  /** Any number, or whole numbers and fractions in steps of this. */
  step: number | 'any';
}

/**
 * The number `steps` steps above `text`, or below it for negative ones, within the range. Where any number may be given,
 * a step is a tenth of the first digit's place: 0.001 goes to 0.0011 or 0.0009, 20 to 21 or 19.
 * @param text what is in the field; without a number, stepping begins at the least one
 */
export function stepped(text: string, steps: number, { min, max, step }: Range): string {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return String(min ?? 0);
  const next = value + steps * (step === 'any' ? stepAt(value) : step);
  const inside = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next));
  // 0.1 + 0.2 is 0.3 here.
  return String(Number(inside.toPrecision(12)));
}

function stepAt(value: number): number {
  return value === 0 ? 0.01 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
}

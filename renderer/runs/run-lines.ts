/** Colours and dashes by which the curves of several runs are told apart, with any eyes and on any printer. */
const dashes: readonly (readonly number[])[] = [
  [],
  [9, 4],
  [2, 3],
  [9, 3, 2, 3],
  [16, 4],
  [5, 5],
  [2, 2, 8, 2],
  [3, 7],
];

export function runLine(index: number): { colour: string; dash: readonly number[] } {
  const place = index % dashes.length;
  return { colour: `--run-${place + 1}`, dash: dashes[place] ?? [] };
}

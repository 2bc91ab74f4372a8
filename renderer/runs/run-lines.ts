/** Colours and dashes that distinguish the curves of runs, for colour-blind eyes and in black and white. */
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

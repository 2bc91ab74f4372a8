/** Measures times and summarises them by the median, the least and the most. */

/** Figures by name, as in the JSON file; the name ends in the unit. */
export type Figures = Record<string, number>;

/** Runs `work` once to warm up, then `count` times. @returns the `count` times in milliseconds */
export async function timesOf(count: number, work: () => unknown): Promise<number[]> {
  await work();
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await timeOf(work));
  return times;
}

export async function timeOf(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** The median, least and most as `name`, `name_min` and `name_max`, each multiplied by `factor`. */
export function figures(name: string, times: readonly number[], factor = 1): Figures {
  return {
    [name]: median(times) * factor,
    [`${name}_min`]: Math.min(...times) * factor,
    [`${name}_max`]: Math.max(...times) * factor,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}

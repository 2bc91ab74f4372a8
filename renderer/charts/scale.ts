/** How values are placed along an axis, and which of them get a label. */
export interface Scale {
  forward(value: number): number;
  back(place: number): number;
  isLogarithmic: boolean;
}

export const linear: Scale = { forward: (value) => value, back: (place) => place, isLogarithmic: false };

export const logarithmic: Scale = {
  forward: (value) => Math.log10(value),
  back: (place) => 10 ** place,
  isLogarithmic: true,
};

/** The logarithm of the step plus one, which is defined at step 0. */
export const logarithmicSteps: Scale = {
  forward: (step) => Math.log10(step + 1),
  back: (place) => 10 ** place - 1,
  isLogarithmic: true,
};

/** A stretch of values along an axis. */
export interface Axis {
  scale: Scale;
  from: number;
  to: number;
}

/** The position of a value: 0 at the beginning of the axis, 1 at its end. */
export function shareOf({ scale, from, to }: Axis, value: number): number {
  const first = scale.forward(from);
  return (scale.forward(value) - first) / (scale.forward(to) - first || 1);
}

export function valueAt({ scale, from, to }: Axis, share: number): number {
  const first = scale.forward(from);
  return scale.back(first + share * (scale.forward(to) - first));
}

/**
 * Round values along the axis, rising, at most about `most` of them.
 * @param smallest distance between two, such as 1 for what is counted
 */
export function ticks(axis: Axis, most: number, smallest = 0): number[] {
  const { scale, from, to } = axis;
  if (scale.isLogarithmic) {
    const ofDecades = decadeTicks(axis, most);
    if (ofDecades.length > 2) return ofDecades;
  }
  const distance = Math.max(smallest, roundUp((to - from) / Math.max(1, most)));
  const first = Math.ceil(from / distance - 1e-9);
  const count = Math.floor(to / distance + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * distance).toPrecision(12)),
  );
}

/** 1, 2 and 5 of every decade, or fewer where there is no room, and 0 where the axis begins with it. */
function decadeTicks(axis: Axis, most: number): number[] {
  const { from, to } = axis;
  const lowest = Math.floor(Math.log10(Math.max(from, 1e-6)));
  const highest = Math.ceil(Math.log10(to));
  for (const digits of [[1, 2, 5], [1, 3], [1]]) {
    const within = from === 0 ? [0] : [];
    for (let power = from === 0 ? 0 : lowest; power <= highest; power++) {
      within.push(...digits.map((digit) => Number((digit * 10 ** power).toPrecision(3))));
    }
    const found = within.filter((value) => value >= from && value <= to);
    if (found.length <= most || digits.length === 1) return found;
  }
  return [];
}

/** The next of 1, 2, 5, 10, 20 … not below `distance`. */
function roundUp(distance: number): number {
  const power = 10 ** Math.floor(Math.log10(distance || 1));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= distance * (1 - 1e-9)) ?? 10;
  return digit * power;
}

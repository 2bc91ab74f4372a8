/** Zooming into a chart and moving along it. */
import type { Stretch } from './curve';
import { shareOf, valueAt, type Axis } from './scale';

/** Whole steps from one to the other; null for fewer than two, which show nothing. */
export function stretchOf(from: number, to: number): Stretch | null {
  const stretch = { from: Math.floor(from), to: Math.ceil(to) };
  return stretch.to - stretch.from >= 2 ? stretch : null;
}

/**
 * The stretch on show, moved by a share of its length within the curves.
 * @param all the axis of all steps
 */
export function panned(shown: Axis, all: Axis, by: number): Stretch {
  const least = shareOf(shown, all.from);
  const most = shareOf(shown, all.to) - 1;
  const moved = Math.min(most, Math.max(least, by));
  return { from: Math.round(valueAt(shown, moved)), to: Math.round(valueAt(shown, 1 + moved)) };
}

/**
 * A stretch `factor` times as long in which the step at `share` stays in its place, within the curves.
 * @returns null for all steps, undefined where the stretch would be too short
 */
export function zoomedAround(
  shown: Axis,
  all: Axis,
  share: number,
  factor: number,
): Stretch | null | undefined {
  const from = valueAt(shown, share - share * factor);
  const to = valueAt(shown, share + (1 - share) * factor);
  if (from <= all.from && to >= all.to) return null;
  return stretchOf(Math.max(from, all.from), Math.min(to, all.to)) ?? undefined;
}

/** Which stretch of steps and of losses a chart shows. */
import { span, type Curve, type Stretch } from './curve';
import { isFarAbove, type ReferenceLine } from './reference-lines';
import { linear, logarithmic, logarithmicSteps, type Axis } from './scale';

export interface Wanted {
  /** The stretch of steps a person zoomed to; null for all. */
  zoom: Stretch | null;
  logSteps: boolean;
  logBits: boolean;
}

/** From the first step of any curve to the last; a single step still has a stretch. */
export function allSteps(curves: readonly Curve[]): Stretch {
  const steps = curves.flatMap(({ steps: own }) => (own.length ? [own[0], own[own.length - 1]] : []));
  const known = steps.filter((step) => step !== undefined);
  const from = known.length ? Math.min(...known) : 0;
  return { from, to: Math.max(from + 1, ...known) };
}

export function stepAxis(curves: readonly Curve[], { zoom, logSteps }: Wanted): Axis {
  return { scale: logSteps ? logarithmicSteps : linear, ...(zoom ?? allSteps(curves)) };
}

/** A curve without the first share of its steps, in which it falls steeply. */
export function settled({ steps, values }: Curve, beginning: number): Curve {
  const { from, to } = allSteps([{ steps, values }]);
  const at = Math.max(
    0,
    steps.findIndex((step) => step >= from + beginning * (to - from)),
  );
  return { steps: steps.slice(at), values: values.slice(at) };
}

/**
 * The axis of losses that holds the curves between `steps`, with a margin. Unless zoomed it also holds the reference
 * lines, and at least a tenth of the highest loss, so that small changes do not look large.
 */
export function bitsAxis(
  curves: readonly Curve[],
  references: readonly ReferenceLine[],
  steps: Stretch,
  { zoom, logBits }: Wanted,
): Axis {
  const scale = logBits ? logarithmic : linear;
  const spans = curves.map((curve) => span(curve, steps)).filter((found) => found !== null);
  const lines = drawnLines(references).map(({ bits }) => bits);
  const shown = zoom && spans.length ? [] : lines;
  let low = Math.min(...spans.map((found) => found.low), ...shown);
  let high = Math.max(...spans.map((found) => found.high), ...shown);
  if (!Number.isFinite(low)) return { scale, from: logBits ? 0.1 : 0, to: 1 };
  if (!zoom) low = Math.min(low, 0.9 * high);
  low = Math.max(low, 1e-4);
  high = Math.max(high, low * 1.001);
  if (logBits) {
    const air = (high / low) ** 0.06;
    return { scale, from: low / air, to: high * air };
  }
  const air = 0.08 * (high - low);
  return { scale, from: Math.max(0, low - air), to: high + air };
}

/** The lines that do not squash the curves. Uniform is first. */
export function drawnLines(references: readonly ReferenceLine[]): ReferenceLine[] {
  return references.filter((line) => !isFarAbove(line, references[0]?.bits ?? Infinity));
}

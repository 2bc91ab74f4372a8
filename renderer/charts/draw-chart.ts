/** Draws loss curves on a canvas: the chart of the page, or the larger picture that is exported. */
import { bits, significant, whole } from '../words/quantities';
import type { Curve } from './curve';
import { labelPlaces, type ReferenceLine } from './reference-lines';
import { shareOf, ticks, type Axis } from './scale';

export interface DrawnCurve {
  curve: Curve;
  /** The token of its colour. */
  colour: string;
  /** CSS pixels. */
  width: number;
  /** Lengths of strokes and gaps, CSS pixels. */
  dash?: readonly number[];
  opacity?: number;
  /** Whether each point gets a dot where there is room. */
  dots?: boolean;
}

/** A point with a ring and a label. */
export interface Mark {
  step: number;
  bits: number;
  /** The token of its colour. */
  colour: string;
  text: string;
}

export interface Scene {
  /** CSS pixels. */
  width: number;
  height: number;
  steps: Axis;
  bits: Axis;
  /** Thinned. Later curves are drawn over earlier ones. */
  curves: readonly DrawnCurve[];
  references: readonly ReferenceLine[];
  marks: readonly Mark[];
}

export interface ChartStyle {
  /** The value of one of the page's colour tokens. */
  colour(token: string): string;
  font: string;
}

/** The rectangle inside the axes, CSS pixels. */
export function plotOf({ width, height }: { width: number; height: number }) {
  const left = 52;
  const top = 8;
  return { left, top, width: Math.max(1, width - left - 22), height: Math.max(1, height - top - 26) };
}

/** Where and how to draw. */
interface Pen {
  context: CanvasRenderingContext2D;
  scene: Scene;
  style: ChartStyle;
  plot: ReturnType<typeof plotOf>;
  /** Positions of a step and of a loss, CSS pixels. */
  x(step: number): number;
  y(loss: number): number;
}

/** @param ratio canvas pixels for each CSS pixel */
export function drawChart(
  context: CanvasRenderingContext2D,
  scene: Scene,
  style: ChartStyle,
  ratio: number,
): void {
  const plot = plotOf(scene);
  const pen: Pen = {
    context,
    scene,
    style,
    plot,
    x: (step) => plot.left + plot.width * shareOf(scene.steps, step),
    y: (loss) => plot.top + plot.height * (1 - shareOf(scene.bits, loss)),
  };
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  context.font = `12px ${style.font}`;
  drawAxes(pen);
  context.save();
  context.beginPath();
  context.rect(plot.left - 1, plot.top - 4, plot.width + 2, plot.height + 8);
  context.clip();
  for (const line of scene.references) drawReference(pen, line);
  for (const curve of scene.curves) drawCurve(pen, curve);
  context.restore();
  drawReferenceLabels(pen);
  for (const mark of scene.marks) drawMark(pen, mark);
  context.restore();
}

function drawAxes({ context, scene, style, plot, x, y }: Pen): void {
  context.strokeStyle = style.colour('--line');
  context.fillStyle = style.colour('--ink-quiet');
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const loss of ticks(scene.bits, plot.height / 44)) {
    // A thin line is sharp in the middle of a screen pixel.
    const at = Math.round(y(loss)) + 0.5;
    stroke(context, [plot.left, at], [plot.left + plot.width, at]);
    context.fillText(significant(loss), plot.left - 8, at);
  }
  context.textAlign = 'center';
  const beneath = plot.top + plot.height;
  for (const step of ticks(scene.steps, plot.width / 72, 1)) {
    const at = Math.round(x(step)) + 0.5;
    stroke(context, [at, plot.top], [at, beneath]);
    context.fillText(whole(step), at, beneath + 15);
  }
}

function drawCurve(
  pen: Pen,
  { curve, colour, width, dash = [], opacity = 1, dots = false }: DrawnCurve,
): void {
  const { context, style, plot, x, y } = pen;
  const { steps, values } = curve;
  context.globalAlpha = opacity;
  context.strokeStyle = context.fillStyle = style.colour(colour);
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.setLineDash([...dash]);
  context.beginPath();
  for (let i = 0; i < steps.length; i++) context.lineTo(x(steps[i] as number), y(values[i] as number));
  context.stroke();
  context.setLineDash([]);
  if (steps.length === 1 || (dots && steps.length < plot.width / 10)) {
    for (let i = 0; i < steps.length; i++) disc(pen, steps[i] as number, values[i] as number, 2.5);
  }
  context.globalAlpha = 1;
}

function drawReference({ context, style, plot, y }: Pen, { bits: loss, dash }: ReferenceLine): void {
  context.strokeStyle = style.colour('--series-reference');
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  const at = Math.round(y(loss)) + 0.5;
  stroke(context, [plot.left, at], [plot.left + plot.width, at]);
  context.setLineDash([]);
}

function drawReferenceLabels(pen: Pen): void {
  const { context, scene, style, plot, y } = pen;
  const shown = scene.references
    .filter((line) => line.bits >= scene.bits.from && line.bits <= scene.bits.to)
    .map((line) => ({ ...line, y: Math.round(y(line.bits)) }))
    .sort((a, b) => a.y - b.y);
  const places = labelPlaces(
    shown.map((line) => line.y),
    15,
  );
  context.fillStyle = style.colour('--series-reference');
  context.textAlign = 'right';
  context.textBaseline = 'alphabetic';
  shown.forEach((line, i) =>
    write(pen, `${line.name} ${bits(line.bits)}`, plot.left + plot.width - 4, places[i] ?? 0),
  );
}

function drawMark(pen: Pen, { step, bits: loss, colour, text }: Mark): void {
  const { context, scene, style, plot, x, y } = pen;
  if (step < scene.steps.from || step > scene.steps.to) return;
  // A ring with a gap on both sides.
  for (const [token, radius] of [
    ['--page', 7],
    [colour, 5.5],
    ['--page', 3],
  ] as const) {
    context.fillStyle = style.colour(token);
    disc(pen, step, loss, radius);
  }
  context.fillStyle = style.colour(colour);
  const isLeft = x(step) > plot.left + plot.width / 2;
  const isHigh = y(loss) > plot.top + plot.height / 2;
  context.textAlign = isLeft ? 'right' : 'left';
  context.textBaseline = 'alphabetic';
  write(pen, text, x(step) + (isLeft ? -10 : 10), y(loss) + (isHigh ? -10 : 20));
}

/** Writes with an outline in the page's colour, so that the text is readable over curves. */
function write({ context, style }: Pen, text: string, left: number, base: number): void {
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = style.colour('--page');
  context.strokeText(text, left, base);
  context.fillText(text, left, base);
}

function disc({ context, x, y }: Pen, step: number, loss: number, radius: number): void {
  context.beginPath();
  context.arc(x(step), y(loss), radius, 0, 2 * Math.PI);
  context.fill();
}

type Point = readonly [x: number, y: number];

function stroke(context: CanvasRenderingContext2D, from: Point, to: Point): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

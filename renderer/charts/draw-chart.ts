/** Draws curves of losses on a canvas: the page's chart, or, larger, the picture that is exported. */
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
  /** Whether its points are marked while there is room. */
  dots?: boolean;
}

/** A point that matters. */
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
  /** Thinned; the later ones lie above. */
  curves: readonly DrawnCurve[];
  references: readonly ReferenceLine[];
  marks: readonly Mark[];
}

export interface ChartStyle {
  /** Reads a token of the page's colours. */
  colour(token: string): string;
  font: string;
}

/** The part of the chart that the axes leave, CSS pixels. */
export function plotOf({ width, height }: { width: number; height: number }) {
  const left = 52;
  const top = 8;
  return { left, top, width: Math.max(1, width - left - 22), height: Math.max(1, height - top - 26) };
}

/** @param ratio points of the canvas for each CSS pixel */
export function drawChart(
  context: CanvasRenderingContext2D,
  scene: Scene,
  style: ChartStyle,
  ratio: number,
): void {
  const plot = plotOf(scene);
  const x = (step: number) => plot.left + plot.width * shareOf(scene.steps, step);
  const y = (loss: number) => plot.top + plot.height * (1 - shareOf(scene.bits, loss));
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, scene.width, scene.height);
  context.font = `12px ${style.font}`;
  drawAxes();
  context.save();
  context.beginPath();
  context.rect(plot.left - 1, plot.top - 4, plot.width + 2, plot.height + 8);
  context.clip();
  for (const line of scene.references) drawReference(line);
  for (const curve of scene.curves) drawCurve(curve);
  context.restore();
  drawReferenceLabels();
  for (const mark of scene.marks) drawMark(mark);
  context.restore();

  function drawAxes(): void {
    context.strokeStyle = style.colour('--line');
    context.fillStyle = style.colour('--ink-quiet');
    context.lineWidth = 1;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const loss of ticks(scene.bits, plot.height / 44)) {
      // On the middle of a screen pixel a thin line is sharp.
      const at = Math.round(y(loss)) + 0.5;
      stroke([plot.left, at], [plot.left + plot.width, at]);
      context.fillText(significant(loss), plot.left - 8, at);
    }
    context.textAlign = 'center';
    const beneath = plot.top + plot.height;
    for (const step of ticks(scene.steps, plot.width / 72, 1)) {
      const at = Math.round(x(step)) + 0.5;
      stroke([at, plot.top], [at, beneath]);
      context.fillText(whole(step), at, beneath + 15);
    }
  }

  function drawCurve({ curve, colour, width, dash = [], opacity = 1, dots = false }: DrawnCurve): void {
    const { steps, values } = curve;
    const own = style.colour(colour);
    context.globalAlpha = opacity;
    context.strokeStyle = own;
    context.fillStyle = own;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.setLineDash([...dash]);
    context.beginPath();
    for (let i = 0; i < steps.length; i++) context.lineTo(x(steps[i] as number), y(values[i] as number));
    context.stroke();
    context.setLineDash([]);
    if (steps.length === 1 || (dots && steps.length < plot.width / 10)) {
      for (let i = 0; i < steps.length; i++) disc(steps[i] as number, values[i] as number, 2.5);
    }
    context.globalAlpha = 1;
  }

  function drawReference({ bits: loss, dash }: ReferenceLine): void {
    context.strokeStyle = style.colour('--series-reference');
    context.lineWidth = 1;
    context.setLineDash([...dash]);
    const at = Math.round(y(loss)) + 0.5;
    stroke([plot.left, at], [plot.left + plot.width, at]);
    context.setLineDash([]);
  }

  function drawReferenceLabels(): void {
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
      write(`${line.name} ${bits(line.bits)}`, plot.left + plot.width - 4, places[i] ?? 0),
    );
  }

  function drawMark({ step, bits: loss, colour, text }: Mark): void {
    if (step < scene.steps.from || step > scene.steps.to) return;
    // A ring with some air around it.
    for (const [token, radius] of [
      ['--page', 7],
      [colour, 5.5],
      ['--page', 3],
    ] as const) {
      context.fillStyle = style.colour(token);
      disc(step, loss, radius);
    }
    context.fillStyle = style.colour(colour);
    const isLeft = x(step) > plot.left + plot.width / 2;
    const isHigh = y(loss) > plot.top + plot.height / 2;
    context.textAlign = isLeft ? 'right' : 'left';
    context.textBaseline = 'alphabetic';
    write(text, x(step) + (isLeft ? -10 : 10), y(loss) + (isHigh ? -10 : 20));
  }

  /** Letters stand clear of what runs behind them. */
  function write(text: string, left: number, base: number): void {
    context.lineWidth = 4;
    context.lineJoin = 'round';
    context.strokeStyle = style.colour('--page');
    context.strokeText(text, left, base);
    context.fillText(text, left, base);
  }

  function disc(step: number, loss: number, radius: number): void {
    context.beginPath();
    context.arc(x(step), y(loss), radius, 0, 2 * Math.PI);
    context.fill();
  }

  function stroke(from: readonly [number, number], to: readonly [number, number]): void {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }
}

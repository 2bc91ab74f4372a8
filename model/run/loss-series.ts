/** The losses of a run as a chart shows them: all of them, or what blocks of steps come to where there are too many. */
import type { LossSeries, LossStretch } from '../reports';
import {
  blockSteps,
  metricsBytes,
  offsetBefore,
  readLossIndex,
  type LossAt,
  type LossBlock,
} from './loss-index';
import { mostExactBytes, readMetricLines, readMetrics } from './metrics';

/** As many blocks as a chart can use: each gives up to four points. */
const mostBlocks = 50_000;
/** As many steps of a stretch are read from the metrics themselves. */
const mostExactSteps = 200 * blockSteps;

/** @throws StudioError run-damaged */
export function readLossSeries(runFolder: string): LossSeries {
  return metricsBytes(runFolder) <= mostExactBytes ? exactSeries(runFolder) : thinnedSeries(runFolder);
}

/** All training losses from one step to another, or the thinned ones of a long stretch. @throws StudioError run-damaged */
export function readLossStretch(runFolder: string, from: number, to: number): LossStretch {
  const index = readLossIndex(runFolder);
  if (to - from > mostExactSteps) {
    const inside = index.blocks.filter(({ first, last }) => last.step >= from && first.step <= to);
    return columnsOf(pointsOf(merged(inside)));
  }
  const points: LossAt[] = [];
  for (const { metric } of readMetricLines(runFolder, offsetBefore(index, from))) {
    if (metric?.type !== 'step-done') continue;
    if (metric.step > to) break;
    if (metric.step >= from) points.push({ step: metric.step, bits: metric.training.bits });
  }
  return columnsOf(points);
}

function exactSeries(runFolder: string): LossSeries {
  const training: LossAt[] = [];
  const validation: LossAt[] = [];
  for (const metric of readMetrics(runFolder)) {
    const { step } = metric;
    if (metric.type === 'step-done') training.push({ step, bits: metric.training.bits });
    else validation.push({ step, bits: metric.validation.bits });
  }
  return seriesOf(training, validation, null);
}

function thinnedSeries(runFolder: string): LossSeries {
  const { blocks, evaluations } = readLossIndex(runFolder);
  const fewer = merged(blocks);
  const means = fewer.map(({ last, sum, count }) => ({ step: last.step, bits: sum / count }));
  return seriesOf(pointsOf(fewer), evaluations, means);
}

function seriesOf(
  training: readonly LossAt[],
  validation: readonly LossAt[],
  means: LossAt[] | null,
): LossSeries {
  const { steps: validationSteps, training: validationBits } = columnsOf(validation);
  return {
    ...columnsOf(training),
    validationSteps,
    validation: validationBits,
    means: means && columnsOf(means),
  };
}

function columnsOf(points: readonly LossAt[]): LossStretch {
  return {
    steps: Float64Array.from(points, ({ step }) => step),
    training: Float64Array.from(points, ({ bits }) => bits),
  };
}

/** Neighbouring blocks put together, so that there are not too many. */
function merged(blocks: readonly LossBlock[]): LossBlock[] {
  const size = Math.ceil(blocks.length / mostBlocks);
  if (size <= 1) return [...blocks];
  const found: LossBlock[] = [];
  for (let begin = 0; begin < blocks.length; begin += size) {
    found.push(blocks.slice(begin, begin + size).reduce(joined));
  }
  return found;
}

function joined(a: LossBlock, b: LossBlock): LossBlock {
  return {
    ...a,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    low: b.low.bits < a.low.bits ? b.low : a.low,
    high: b.high.bits > a.high.bits ? b.high : a.high,
    last: b.last,
  };
}

/** The first, lowest, highest and last loss of each block, by their steps. */
function pointsOf(blocks: readonly LossBlock[]): LossAt[] {
  return blocks.flatMap(({ first, low, high, last }) => {
    const [earlier, later] = low.step < high.step ? [low, high] : [high, low];
    return [first, earlier, later, last].filter(
      ({ step }, i, all) => i === 0 || step > (all[i - 1] as LossAt).step,
    );
  });
}

import { classNumber } from '../images/class-number';
import { shownValue } from '../images/pixel-levels';
import { receptiveField } from '../nets/architectures';
import { relationsTo, type Relation } from '../nets/receptive-field';
import type { CausalityReport, PixelInspection } from '../reports';
import type { Settings } from '../settings';
import { withTensorflow } from '../tensorflow/load-tensorflow';
import { loadWeights, type LoadedWeights } from '../run/checkpoint';
import type { Arguments } from './arguments';
import type { Command } from './command';
import type { Output } from './output';
import { decimal, plural } from './phrases';

export const inspectCommand: Command = {
  name: 'inspect',
  summary: "Shows the probability that a run's network gives each level of one pixel of an image.",
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    image: { value: 'FILE', meaning: 'the image, which is resized and quantised for the network' },
    x: { value: 'X', meaning: 'the column, from 0 at the left' },
    y: { value: 'Y', meaning: 'the row, from 0 at the top' },
    class: { value: 'NAME', meaning: 'the class of the image, for a network that knows classes' },
    causality: { meaning: 'instead, check on a small canvas that no pixel depends on itself or a later one' },
  },
  async run(given, output) {
    if (given.has('causality')) return printCausality(loadWeights(given.path('run')), output);
    const image = given.path('image');
    const [x, y] = [given.number('x', { isWhole: true }), given.number('y', { isWhole: true })];
    return printPixel(loadWeights(given.path('run')), { image, x, y }, given, output);
  },
};

async function printPixel(
  run: LoadedWeights,
  { image, x, y }: { image: string; x: number; y: number },
  given: Arguments,
  output: Output,
): Promise<void> {
  const classIndex = given.has('class') ? classNumber(run.record, given.text('class')) : 0;
  const { readPicture } = await withTensorflow(() => import('../inspection/picture-source'));
  const { inspectImage } = await withTensorflow(() => import('../inspection/inspect-image'));
  const source = { kind: 'file', file: image } as const;
  const picture = await readPicture(given.path('run'), run.record, source);
  const pixel = inspectImage(run, picture, classIndex).pixel(x, y);
  const { probabilities, value, bits } = pixel;
  const isColour = probabilities.length === 3;
  output.result({
    probabilities: isColour
      ? probabilities.map((own) => Array.from(own))
      : Array.from(probabilities[0] ?? []),
    value: isColour ? value : value[0],
    bits: isColour ? bits : bits[0],
  });
  output.line(
    `Pixel x ${x}, y ${y} costs ${decimal(
      bits.reduce((sum, own) => sum + own, 0),
      3,
    )} bits.`,
  );
  for (const line of barsOf(pixel, picture)) output.line(line);
}

const barWidth = 40;
const channelNames = ['Red', 'Green, given red', 'Blue, given red and green'];

function barsOf(
  { probabilities, value, bits }: PixelInspection,
  { levels, palette }: { levels: number; palette?: readonly string[] },
): string[] {
  return probabilities.flatMap((own, channel) => {
    const level = value[channel] as number;
    const shown = palette ? `colour ${palette[level]}` : `${shownValue(level, levels)} of 255`;
    const name = probabilities.length === 3 ? channelNames[channel] : palette ? 'Colour' : 'Grey';
    return [
      `${name}: level ${level} (${shown}), ${decimal(bits[channel] as number, 3)} bits`,
      ...Array.from(own, (probability, at) => barOf(probability, at, levels, at === level)),
    ];
  });
}

function barOf(probability: number, level: number, levels: number, isTrue: boolean): string {
  const bar = '█'.repeat(Math.round(probability * barWidth));
  const mark = isTrue ? ' ← the picture' : '';
  const digits = String(levels - 1).length;
  return `  ${String(level).padStart(digits)}  ${decimal(probability, 4)}  ${bar}${mark}`.trimEnd();
}

async function printCausality(run: LoadedWeights, output: Output): Promise<void> {
  const { checkCausality } = await withTensorflow(() => import('../inspection/causality'));
  const report = await checkCausality(run, {
    onProgress: (done, total) => output.progress(() => `Checked ${done} of ${total}`),
  });
  const { forbidden, height, width, seen } = report;
  const rows = Array.from({ length: height }, (_, row) => [
    ...seen.pixels.subarray(row * width, (row + 1) * width),
  ]);
  output.result({ forbidden, height, width, seen: { x: seen.x, y: seen.y, pixels: rows } });
  output.line(
    forbidden
      ? `The network leaks: ${plural(forbidden, 'dependency', 'dependencies')} on pixels that come later.`
      : `No dependency on pixels that come later, among all pairs on ${width} x ${height}.`,
  );
  for (const line of sightOf(report, run.record.settings)) output.line(line);
}

const letters: Record<Relation, { letter: string; meaning: string }> = {
  self: { letter: 'X', meaning: 'the inspected pixel' },
  seen: { letter: '█', meaning: 'influences it' },
  unused: {
    letter: '▒',
    meaning: 'within its receptive field but without influence: these weights do not use it',
  },
  blind: { letter: '░', meaning: 'its blind spot, which the masks always hide' },
  far: { letter: '-', meaning: 'too far away' },
  later: { letter: '·', meaning: 'comes later' },
};

/** The canvas as rows of letters, and the meanings of the letters that occur. */
function sightOf({ height, width, seen }: CausalityReport, settings: Settings): string[] {
  const relations = relationsTo(receptiveField(settings), { height, width }, seen, seen.pixels);
  const rows = Array.from(
    { length: height },
    (_, row) =>
      `  ${relations
        .slice(row * width, (row + 1) * width)
        .map((relation) => letters[relation].letter)
        .join('')}`,
  );
  const legend = (Object.keys(letters) as Relation[])
    .filter((relation) => relations.includes(relation))
    .map((relation) => `${letters[relation].letter}  ${letters[relation].meaning}`);
  return [...rows, ...legend];
}

import { shownValue } from '../images/pixel-levels';
import type { PixelInspection } from '../reports';
import { loadWeights } from '../training/checkpoint';
import type { Command } from './command';
import { decimal } from './phrases';

export const inspectCommand: Command = {
  name: 'inspect',
  summary: "Shows the probability a run's network gives to every level of one pixel of an image.",
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    image: { value: 'FILE', meaning: 'the image, brought to what the network sees', isRequired: true },
    x: { value: 'X', meaning: 'the column, from 0 at the left', isRequired: true },
    y: { value: 'Y', meaning: 'the row, from 0 at the top', isRequired: true },
  },
  async run(given, output) {
    const [x, y] = [given.number('x', { isWhole: true }), given.number('y', { isWhole: true })];
    const runFolder = given.path('run');
    const run = loadWeights(runFolder);
    const { readPicture } = await import('../inspection/picture-source');
    const { inspectImage } = await import('../inspection/inspect-image');
    const picture = await readPicture(runFolder, run.record, { kind: 'file', file: given.path('image') });
    const pixel = inspectImage(run, picture).pixel(x, y);
    output.result({ probabilities: Array.from(pixel.probabilities), value: pixel.value, bits: pixel.bits });
    for (const line of barsOf(pixel, picture.levels)) output.line(line);
  },
};

const barWidth = 40;

function barsOf({ x, y, probabilities, value, bits }: PixelInspection, levels: number): string[] {
  const digits = String(levels - 1).length;
  const bars = Array.from(probabilities, (probability, level) => {
    const bar = '█'.repeat(Math.round(probability * barWidth));
    const mark = level === value ? ' ← the picture' : '';
    const numbers = `${String(level).padStart(digits)}  ${decimal(probability, 4)}`;
    return `  ${numbers}  ${bar}${mark}`.trimEnd();
  });
  const shown = `grey ${shownValue(value, levels)} of 255`;
  return [
    `Pixel x ${x}, y ${y} has level ${value} (${shown}), which costs ${decimal(bits, 3)} bits.`,
    ...bars,
  ];
}

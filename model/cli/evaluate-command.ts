import type { ReferenceLosses } from '../events';
import { withTensorflow } from '../tensorflow/load-tensorflow';
import { loadWeights } from '../run/checkpoint';
import type { Command } from './command';
import { decimal, plural } from './phrases';
import { showNoted, showSkipped } from './show-images';

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Measures how well a run predicts every image of a folder.',
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    data: { value: 'DIR', meaning: 'the folder of images', isRequired: true },
    'per-image': { meaning: 'list the images too, the most surprising first' },
  },
  async run(given, output) {
    const run = loadWeights(given.path('run'));
    const { evaluate } = await withTensorflow(() => import('../evaluate'));
    const { loss, images, perImage, perClass } = await evaluate(run, given.path('data'), (event) => {
      if (event.type === 'image-skipped') showSkipped(event, output);
      else if (event.type === 'images-noted') showNoted(event, output);
      else output.progress(() => `${event.done} of ${event.total}, ${event.what}`);
    });
    if (given.has('per-image')) {
      for (const { file, loss } of perImage) {
        output.result(
          { file, nats_per_dim: loss.nats, bits_per_dim: loss.bits },
          `${decimal(loss.bits, 4)}  ${file}`,
        );
      }
    }
    for (const { className, images: own, loss } of perClass) {
      output.result(
        { class: className, nats_per_dim: loss.nats, bits_per_dim: loss.bits, images: own },
        `${decimal(loss.bits, 4)} bits per dimension, class ${className}, ${plural(own, 'image', 'images')}`,
      );
    }
    output.result(
      { nats_per_dim: loss.nats, bits_per_dim: loss.bits, images },
      `${decimal(loss.bits, 4)} bits per dimension (${decimal(loss.nats, 4)} nats), ` +
        `the mean over ${plural(images, 'image', 'images')}`,
    );
    for (const line of referenceLines(run.record.references)) output.line(line);
  },
};

function referenceLines(references: ReferenceLosses | null): string[] {
  if (!references) return [];
  const { uniform, histogram, png } = references;
  return [
    'For comparison, in bits per dimension on the validation images of the run: ' +
      `uniform ${decimal(uniform, 4)}, per-pixel histogram ${decimal(histogram, 4)}, ` +
      `PNG files ${decimal(png, 4)}`,
  ];
}

import { loadWeights } from '../training/checkpoint';
import type { Command } from './command';
import { decimal, plural, skipReason } from './phrases';

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Measures how well a run predicts every image of a folder.',
  options: {
    run: { value: 'DIR', meaning: "the run's folder", isRequired: true },
    data: { value: 'DIR', meaning: 'the folder of images', isRequired: true },
  },
  async run(given, output) {
    const run = loadWeights(given.path('run'));
    const { evaluate } = await import('../evaluate');
    const { loss, images } = await evaluate(run, given.path('data'), (event) => {
      if (event.type === 'image-skipped') output.note(`Skipped ${event.file}: ${skipReason(event.reason)}`);
      else output.progress(() => `${event.done} of ${event.total}, ${event.what}`);
    });
    output.result(
      { nats_per_dim: loss.nats, bits_per_dim: loss.bits, images },
      `${decimal(loss.bits, 4)} bits per dimension (${decimal(loss.nats, 4)} nats), ` +
        `the mean over ${plural(images, 'image', 'images')}`,
    );
  },
};

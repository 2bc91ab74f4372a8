/** Measures the inspection of a picture: the forward pass with the first pixel, and further pixels. */
import { inspectImage } from '../inspection/inspect-image';
import { figures, timesOf, type Figures } from './measure';
import { freshRun, presetSettings, randomPictures } from './random-pictures';

export async function benchInspection(): Promise<Record<string, Figures>> {
  const results: Record<string, Figures> = {};
  for (const preset of ['notebook', 'gated', 'plus-plus']) {
    const settings = { ...presetSettings(preset), size: 32 };
    const run = freshRun(settings);
    const { pixels, height, width, channels } = randomPictures(settings, 1);
    const picture = { count: 1, height, width, channels, levels: settings.levels, pixels };
    let x = 0;
    const inspection = inspectImage(run, picture);
    const nextPixels = await timesOf(32, () => inspection.pixel(x++ % 32, 16));
    const firstPixels = await timesOf(5, () => inspectImage(run, picture).pixel(5, 5));
    results[preset] = { ...figures('first_ms', firstPixels), ...figures('next_pixel_ms', nextPixels) };
  }
  return results;
}

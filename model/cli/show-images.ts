/** Prints skipped files and notes on images. */
import type { ImageSkipped, ImagesNoted } from '../events';
import { flatText, noteTexts, skipTexts } from '../images/image-texts';
import type { Output } from './output';
import { plural } from './phrases';

export function showSkipped({ file, reason, detail }: ImageSkipped, output: Output): void {
  output.result(
    { skipped: file, reason, detail },
    `Skipped ${file}: ${skipTexts[reason].phrase} (${detail})`,
  );
}

export function showNoted({ images, notes }: ImagesNoted, output: Output): void {
  for (const { note, images: noted, files } of notes) {
    const { heading, done } = noteTexts[note];
    output.result({ note, images: noted, files }, `${heading}: ${plural(noted, 'image', 'images')}. ${done}`);
  }
  const advice = flatText(images, notes);
  if (advice) output.line(advice);
}

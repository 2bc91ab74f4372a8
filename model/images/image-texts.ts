/** The texts about skipped files and notes on images, for the window and the command line. */
import type { ImageNote, ImageNotes, SkipReason } from '../events';

/** Why a file was skipped: a heading for such files, and a phrase about one of them. */
export const skipTexts: Record<SkipReason, { heading: string; phrase: string }> = {
  'not-an-image': { heading: 'Not an image', phrase: 'it is not an image' },
  unreadable: { heading: 'Cannot be read', phrase: 'it cannot be read' },
  'too-small': {
    heading: 'Smaller than the size setting',
    phrase: 'it is smaller than the size setting',
  },
  unreachable: { heading: 'Cannot be opened', phrase: 'it cannot be opened' },
  duplicate: { heading: 'The same as another', phrase: 'it is the same as another' },
  run: { heading: 'Runs of this program', phrase: 'it is a run of this program' },
};

/** Notes on images in use: what they have, and what was done about it. */
export const noteTexts: Record<ImageNote, { heading: string; done: string }> = {
  frames: { heading: 'Several frames or pages', done: 'The first one is used.' },
  alpha: { heading: 'With transparency', done: 'Blended with the background colour.' },
  turned: { heading: 'Turned by the camera', done: 'Turned upright.' },
  deep: { heading: 'More than 8 bits', done: 'Every value is rounded to 8 bits.' },
  cmyk: { heading: 'Printing colours (CMYK)', done: 'Converted to red, green and blue.' },
  enlarged: {
    heading: 'Enlarged by a whole number',
    done: 'Read at its own size: each square of equal pixels is one pixel.',
  },
  flat: {
    heading: 'One colour throughout',
    done: 'At this size and with these levels no detail is left.',
  },
};

/** Advice where most of `images` have only one colour; otherwise empty. */
export function flatText(images: number, notes: readonly ImageNotes[]): string {
  const noted = (wanted: ImageNote) => notes.find(({ note }) => note === wanted)?.images ?? 0;
  const flat = noted('flat');
  if (flat <= images / 2) return '';
  const which = flat === images ? 'All' : flat.toLocaleString('en');
  return (
    `${which} of them are one colour throughout, so there is little to learn.` +
    (noted('alpha')
      ? ' Many are transparent: another background, or colour instead of grey, may bring them out.'
      : '')
  );
}

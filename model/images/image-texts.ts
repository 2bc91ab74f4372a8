/** The one place where what reading a folder came to gets words; window and command line both use it. */
import type { ImageNote, ImageNotes, SkipReason } from '../events';

/** Why a file was left out: the heading over such files, and a phrase about one of them. */
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

/** What a person should know of images in use: what they have, and what was done about it. */
export const noteTexts: Record<ImageNote, { heading: string; done: string }> = {
  frames: { heading: 'Several frames or pages', done: 'The first one is used.' },
  alpha: { heading: 'With transparency', done: 'Laid on the background colour.' },
  turned: { heading: 'Turned by the camera', done: 'Turned upright.' },
  deep: { heading: 'More than 8 bits', done: 'Every value is brought to 8 bits.' },
  cmyk: { heading: 'Printing colours (CMYK)', done: 'Turned into red, green and blue.' },
  enlarged: {
    heading: 'Enlarged by a whole number',
    done: 'Read at its own size: each square of equal pixels is one.',
  },
  flat: {
    heading: 'One colour throughout',
    done: 'At this size and with these levels nothing else is left.',
  },
};

/** What to do where most of `images` are one colour throughout; empty where they are not. */
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

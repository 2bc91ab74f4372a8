import type { ImageInspection, PictureSource } from '../../electron/api/inspection';

/** A picture that was inspected, with the answer. */
export interface InspectedPicture {
  source: PictureSource;
  answer: ImageInspection;
}

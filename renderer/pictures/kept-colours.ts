import type { Pictures } from '../../model/events';
import { pictureColours, type Colours } from './pixel-colours';

/**
 * Colours of pictures that grow. A picture that has not changed since the last call keeps the same object, so that its
 * canvas is not drawn again.
 */
export class KeptColours {
  #form = '';
  #kept: { pixels: Uint8Array; colours: Colours }[] = [];

  of(pictures: Pictures, index: number): Colours {
    const { width, height, channels, levels, palette } = pictures;
    const form = [width, height, channels, levels, ...(palette ?? [])].join(' ');
    if (form !== this.#form) this.#kept = [];
    this.#form = form;
    const size = width * height * channels;
    const pixels = pictures.pixels.subarray(index * size, (index + 1) * size);
    const kept = this.#kept[index];
    if (kept && pixels.every((level, i) => level === kept.pixels[i])) return kept.colours;
    const colours = pictureColours(pictures, index);
    this.#kept[index] = { pixels: pixels.slice(), colours };
    return colours;
  }
}

import type { Pictures } from '../../model/events';
import { pictureColours, type Colours } from './pixel-colours';

/**
 * Colours of pictures that grow: a picture that did not change since it was asked for keeps the very same colours, so
 * that its canvas is left alone.
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

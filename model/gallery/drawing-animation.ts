/** The making of a drawn picture as a animation: pixels come in raster order, as they were drawn, on a grey ground. */
import type { Pictures } from '../events';
import type { Animation } from '../images/animation';
import { shownChannels, shownColours } from '../images/pixel-levels';

const ground = 64;
/** About so many frames, and at least a second of the finished picture at the end. */
const mostFrames = 60;
const frameMilliseconds = 60;
const restMilliseconds = 1500;

/**
 * @param index which of the pictures
 * @param scale a whole number: each pixel becomes a square of that side
 */
export function makingOf(pictures: Pictures, index: number, scale: number): Animation {
  const { height, width, channels, pixels } = pictures;
  const size = height * width * channels;
  const shown = shownColours(pixels.subarray(index * size, (index + 1) * size), pictures);
  const depth = shownChannels(pictures);
  const places = height * width;
  const perFrame = Math.ceil(places / mostFrames);
  const frames: Uint8Array[] = [];
  for (let drawn = 0; drawn < places + perFrame; drawn += perFrame) {
    frames.push(frameOf(shown, depth, { height, width }, Math.min(drawn, places), scale));
  }
  const milliseconds = frames.map((_, i) => (i === frames.length - 1 ? restMilliseconds : frameMilliseconds));
  return { height: height * scale, width: width * scale, frames, milliseconds };
}

function frameOf(
  shown: Uint8Array,
  depth: 1 | 3,
  { height, width }: { height: number; width: number },
  drawn: number,
  scale: number,
): Uint8Array {
  const frame = new Uint8Array(height * width * scale * scale * 3).fill(ground);
  for (let place = 0; place < drawn; place++) {
    const [row, column] = [Math.floor(place / width), place % width];
    for (let y = row * scale; y < (row + 1) * scale; y++) {
      for (let x = column * scale; x < (column + 1) * scale; x++) {
        const at = 3 * (y * width * scale + x);
        for (let c = 0; c < 3; c++) frame[at + c] = shown[place * depth + Math.min(c, depth - 1)] as number;
      }
    }
  }
  return frame;
}

/** Makes an animation of how a picture was drawn: its pixels appear in raster order on a grey background. */
import type { Pictures } from '../events';
import type { Animation } from '../images/animation';
import { shownChannels, shownColours } from '../images/pixel-levels';

const background = 64;
const mostFrames = 60;
const frameMilliseconds = 60;
/** The finished picture is shown for longer. */
const lastMilliseconds = 1500;

/**
 * Returns the animation of one of the pictures.
 * @param index the index of the picture
 * @param scale a whole number: each pixel becomes a square of that side
 */
export function makingOf(pictures: Pictures, index: number, scale: number): Animation {
  const { height, width, channels, pixels } = pictures;
  const size = height * width * channels;
  const shown = shownColours(pixels.subarray(index * size, (index + 1) * size), pictures);
  const depth = shownChannels(pictures);
  const positions = height * width;
  const perFrame = Math.ceil(positions / mostFrames);
  const frames: Uint8Array[] = [];
  for (let drawn = 0; drawn < positions + perFrame; drawn += perFrame) {
    frames.push(frameOf(shown, depth, { height, width }, Math.min(drawn, positions), scale));
  }
  const milliseconds = frames.map((_, i) => (i === frames.length - 1 ? lastMilliseconds : frameMilliseconds));
  return { height: height * scale, width: width * scale, frames, milliseconds };
}

function frameOf(
  shown: Uint8Array,
  depth: 1 | 3,
  { height, width }: { height: number; width: number },
  drawn: number,
  scale: number,
): Uint8Array {
  const frame = new Uint8Array(height * width * scale * scale * 3).fill(background);
  for (let position = 0; position < drawn; position++) {
    const [row, column] = [Math.floor(position / width), position % width];
    for (let y = row * scale; y < (row + 1) * scale; y++) {
      for (let x = column * scale; x < (column + 1) * scale; x++) {
        const at = 3 * (y * width * scale + x);
        for (let c = 0; c < 3; c++)
          frame[at + c] = shown[position * depth + Math.min(c, depth - 1)] as number;
      }
    }
  }
  return frame;
}

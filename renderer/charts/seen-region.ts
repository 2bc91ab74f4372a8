import type { CausalityReport } from '../../electron/api';

/**
 * `self`: the pixel looked at. `seen`: has a say in it. `blind`: earlier and no further away than the furthest one
 * seen, but without a say. `far`: earlier, and further away. `later`: comes after it and must have no say.
 */
export type Place = 'self' | 'seen' | 'blind' | 'far' | 'later';

/** What every pixel of the canvas is to the one looked at, in raster order. */
export function placesOf({
  height,
  width,
  seen,
}: Pick<CausalityReport, 'height' | 'width' | 'seen'>): Place[] {
  const self = seen.y * width + seen.x;
  const distance = (pixel: number) =>
    Math.max(Math.abs((pixel % width) - seen.x), Math.abs(Math.floor(pixel / width) - seen.y));
  const pixels = Array.from({ length: height * width }, (_, pixel) => pixel);
  const isSeen = (pixel: number) => seen.pixels[pixel] === 1;
  const reach = Math.max(0, ...pixels.filter(isSeen).map(distance));
  return pixels.map((pixel) => {
    if (pixel === self) return 'self';
    if (isSeen(pixel)) return 'seen';
    if (pixel > self) return 'later';
    return distance(pixel) <= reach ? 'blind' : 'far';
  });
}

/** How many pairs of variables were tried: each with itself and with all before it. */
export function pairsTried({ height, width }: CausalityReport, channels: number): number {
  const variables = height * width * channels;
  return (variables * (variables + 1)) / 2;
}

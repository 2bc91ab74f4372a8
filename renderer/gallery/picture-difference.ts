import { mapColours, type Colours } from '../pictures/pixel-colours';

/** How two pictures of one size differ as they are shown: in each pixel the largest distance of a colour, 0 to 255. */
export interface PictureDifference {
  /** On the map from the same to the most that there is. */
  colours: Colours;
  different: number;
  /** Over all pixels. */
  mean: number;
  most: number;
}

/** Null for pictures of different sizes. */
export function pictureDifference(a: Colours, b: Colours): PictureDifference | null {
  const { width, height } = a;
  if (b.width !== width || b.height !== height) return null;
  const distances = Float32Array.from({ length: width * height }, (_, pixel) => {
    const of = (channel: number) =>
      Math.abs((a.rgba[pixel * 4 + channel] ?? 0) - (b.rgba[pixel * 4 + channel] ?? 0));
    return Math.max(of(0), of(1), of(2));
  });
  const most = distances.reduce((largest, distance) => Math.max(largest, distance), 0);
  return {
    colours: mapColours(distances, width, height, most || 1),
    different: distances.reduce((count, distance) => (distance > 0 ? count + 1 : count), 0),
    mean: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
    most,
  };
}

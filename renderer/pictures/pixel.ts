/** The position of a pixel in a picture. */
export interface Pixel {
  x: number;
  y: number;
}

/** The nearest pixel inside a picture. */
export function nearestInside({ x, y }: Pixel, { width, height }: { width: number; height: number }): Pixel {
  const inside = (at: number, side: number) => Math.max(0, Math.min(side - 1, at));
  return { x: inside(x, width), y: inside(y, height) };
}

/** The pixels on the straight line between two, both included. */
export function lineBetween(from: Pixel, to: Pixel): Pixel[] {
  const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y), 1);
  const at = (a: number, b: number, step: number) => Math.round(a + ((b - a) * step) / steps);
  return Array.from({ length: steps + 1 }, (_, step) => ({
    x: at(from.x, to.x, step),
    y: at(from.y, to.y, step),
  }));
}

/** The height of everything but the pictures of a view, CSS pixels: with the bars of one channel, or of three. */
const taken = {
  pixel: { one: 440, three: 500 },
  drawing: { one: 500, three: 620 },
};
const least = 240;

/** The height for the pictures of a view, CSS pixels. It leaves the bars on screen, or most of the three charts. */
export function pictureRoom(view: keyof typeof taken, windowHeight: number, channels: number): number {
  return Math.max(least, windowHeight - taken[view][channels > 1 ? 'three' : 'one']);
}

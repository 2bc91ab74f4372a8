/** The position of a GIF's first frame on its canvas (GIF89a, sections 18 to 26). */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

const imageSeparator = 0x2c;
const extensionIntroducer = 0x21;

/** The first frame; undefined where none is found. */
export function firstGifFrame(bytes: Buffer): Frame | undefined {
  const byte = (at: number) => bytes[at] ?? 0;
  const colours = byte(10) & 0x80 ? 2 ** ((byte(10) & 7) + 1) : 0;
  let at = 13 + 3 * colours;
  while (byte(at) === extensionIntroducer) {
    at += 2;
    // An extension is a series of blocks, each after its length, and ends with an empty block.
    while (byte(at)) at += 1 + byte(at);
    at += 1;
  }
  if (byte(at) !== imageSeparator || at + 9 > bytes.length) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map((from) => bytes.readUInt16LE(at + from));
  return { left, top, width, height } as Frame;
}

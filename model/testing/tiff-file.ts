/** Writes TIFF files of kinds that the image library does not write. */

export interface TiffParts {
  width: number;
  height: number;
  /** Uncompressed, with the channels of each pixel together. */
  data: Uint8Array;
  /** 1 by default. */
  channels?: number;
  /** Bits of each value; 8 by default. */
  bits?: number;
  /** SampleFormat: 1, unsigned integers, by default; 2 signed integers; 3 floating-point; 6 complex. */
  sampleFormat?: number;
  /** 1, grey, by default for fewer than three channels; 2, RGB, for more. */
  photometric?: number;
  /** The kind of each channel beyond the colours: 0 unspecified, 1 premultiplied opacity, 2 opacity. */
  extraSamples?: number[];
  /** BigTIFF, with offsets of 8 bytes. */
  isBig?: boolean;
}

const [short, long] = [3, 4] as const;

/** The bytes of a little-endian file with one strip. */
export function tiffFile({ width, height, data, channels = 1, isBig = false, ...rest }: TiffParts): Buffer {
  const { bits = 8, sampleFormat = 1, photometric = channels < 3 ? 1 : 2, extraSamples = [] } = rest;
  const offsetSize = isBig ? 8 : 4;
  const dataAt = 2 * offsetSize;
  const perChannel = (value: number) => Array<number>(channels).fill(value);
  const fields: [tag: number, type: typeof short | typeof long, values: number[]][] = [
    [256, long, [width]],
    [257, long, [height]],
    [258, short, perChannel(bits)],
    [259, short, [1]],
    [262, short, [photometric]],
    [273, long, [dataAt]],
    [277, short, [channels]],
    [278, long, [height]],
    [279, long, [data.length]],
    [284, short, [1]],
    [338, short, extraSamples],
    [339, short, perChannel(sampleFormat)],
  ];
  const present = fields.filter(([, , values]) => values.length);
  const number = (value: number, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntLE(value, 0, Math.min(size, 6));
    return bytes;
  };
  const countSize = isBig ? 8 : 2;
  const directoryAt = dataAt + data.length;
  const valuesAt = directoryAt + countSize + present.length * (4 + 2 * offsetSize) + offsetSize;
  let further = Buffer.alloc(0);
  const entries = present.map(([tag, type, values]) => {
    const written = Buffer.concat(values.map((value) => number(value, type === short ? 2 : 4)));
    const isInside = written.length <= offsetSize;
    const field = isInside ? Buffer.alloc(offsetSize) : number(valuesAt + further.length, offsetSize);
    if (isInside) written.copy(field);
    else further = Buffer.concat([further, written]);
    return Buffer.concat([number(tag, 2), number(type, 2), number(values.length, offsetSize), field]);
  });
  const version = isBig ? [number(43, 2), number(8, 2), number(0, 2)] : [number(42, 2)];
  return Buffer.concat([
    ...[Buffer.from('II'), ...version, number(directoryAt, offsetSize), data],
    ...[number(present.length, countSize), ...entries, number(0, offsetSize), further],
  ]);
}

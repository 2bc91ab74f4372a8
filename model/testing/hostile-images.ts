/** Picture files of every format, damaged, disguised and oversized, and other things in their place. */
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { chunk, signature } from '../images/png-text';
import { tiffFile } from './tiff-file';

export interface PictureFile {
  ending: string;
  bytes: Buffer;
}

/** A number of [0, 1) that depends on what it is for. */
export type Die = (use: number) => number;

const [width, height] = [36, 28];

/** Whole pictures, at least one of every format that is read. */
export async function wholePictures(die: Die): Promise<PictureFile[]> {
  const noise = (count: number) => Uint8Array.from({ length: count }, (_, i) => Math.floor(256 * die(i)));
  const image = (channels: 1 | 2 | 3 | 4) =>
    sharp(noise(width * height * channels), { raw: { width, height, channels } });
  const frames = () =>
    sharp(noise(width * height * 12), {
      raw: { width, height: 4 * height, channels: 3, pageHeight: height },
    });
  const cmyk = image(3).toColourspace('cmyk');
  const encoded: [string, Sharp][] = [
    ['png', image(3).png()],
    ['png', image(1).toColourspace('b-w').png()],
    ['png', image(4).png({ palette: true })],
    ['png', image(4).toColourspace('rgb16').png()],
    ['jpg', image(3).jpeg()],
    ['jpg', image(3).withMetadata({ orientation: 6 }).jpeg({ progressive: true })],
    ['jpg', cmyk.jpeg()],
    ['webp', image(3).webp()],
    ['webp', image(4).webp({ lossless: true })],
    ['webp', frames().webp()],
    ['gif', image(4).gif()],
    ['gif', frames().gif()],
    ['tiff', image(3).tiff({ compression: 'lzw' })],
    ['tif', image(2).tiff({ compression: 'deflate' })],
    ['avif', image(3).avif({ effort: 0 })],
  ];
  const files = await Promise.all(
    encoded.map(async ([ending, picture]) => ({ ending, bytes: await picture.toBuffer() })),
  );
  const data = noise(width * height * 4);
  const more = tiffFile({ width, height, data, channels: 4, extraSamples: [1], isBig: true });
  return [...files, { ending: 'bmp', bytes: bmpOf(width, height, data) }, { ending: 'tif', bytes: more }];
}

function bmpOf(width: number, height: number, pixels: Uint8Array): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM', 'latin1');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(32, 28);
  return Buffer.concat([header, pixels]);
}

const endings = [
  'png',
  'jpg',
  'webp',
  'gif',
  'bmp',
  'tif',
  'avif',
  'PNG',
  'txt',
  'zip',
  'heic',
  'pixelcnn',
  'pt',
  '',
];
const damages = ['cut', 'flip', 'header', 'insert', 'join', 'blank', 'ending', 'size'] as const;

/** One of the whole pictures, damaged in one of the ways. */
export function damagedPicture(whole: readonly PictureFile[], die: Die): PictureFile {
  const pick = <T>(all: readonly T[], use: number) => all[Math.floor(die(use) * all.length)] as T;
  const { ending, bytes } = pick(whole, 0);
  const place = (use: number, within = bytes.length) => Math.floor(die(use) * within);
  const changed = Buffer.from(bytes);
  switch (pick(damages, 1)) {
    case 'cut':
      return { ending, bytes: bytes.subarray(0, place(2)) };
    case 'flip':
      for (let n = 0; n <= place(2, 8); n++) changed[place(10 + n)] = place(20 + n, 256);
      return { ending, bytes: changed };
    case 'header':
      for (let n = 0; n <= place(2, 3); n++) changed[place(10 + n, 80)] = pick([0, 1, 127, 128, 255], 20 + n);
      return { ending, bytes: changed };
    case 'insert':
      return {
        ending,
        bytes: Buffer.concat([bytes.subarray(0, place(2)), Buffer.alloc(9, 255), bytes.subarray(place(2))]),
      };
    case 'join':
      return { ending, bytes: Buffer.concat([bytes.subarray(0, place(2)), pick(whole, 3).bytes]) };
    case 'blank':
      return { ending, bytes: changed.fill(pick([0, 255], 3), place(2)) };
    case 'ending':
      return { ending: pick(endings, 2), bytes };
    case 'size':
      return {
        ending,
        bytes: withOtherSize(changed, pick([0, 1, 255, 4096, 65535, 2 ** 26, 2 ** 31 - 1], 2), place(3, 2)),
      };
  }
}

/** Writes another width or height wherever the file names the true one. */
function withOtherSize(bytes: Buffer, size: number, side: number): Buffer {
  const old = side ? width : height;
  for (let at = 4; at + 4 <= Math.min(bytes.length, 400); at++) {
    if (bytes.readUInt32BE(at) === old) bytes.writeUInt32BE(size >>> 0, at);
    else if (bytes.readUInt32LE(at) === old) bytes.writeUInt32LE(size >>> 0, at);
    else if (bytes.readUInt16BE(at) === old) bytes.writeUInt16BE(size & 0xffff, at);
    else if (bytes.readUInt16LE(at) === old) bytes.writeUInt16LE(size & 0xffff, at);
  }
  return bytes;
}

/** A grey PNG of one colour: a few bytes that become many. */
export function plainPng(width: number, height: number, more: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8);
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))), { level: 1 });
  const chunks = [chunk('IHDR', header), ...more, chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

/** Pictures of unusual size, and those that unpack to far more than they are. */
export function oversizedPictures(): PictureFile[] {
  const packed = (mebibytes: number) => deflateSync(Buffer.alloc(mebibytes * 2 ** 20), { level: 9 });
  const text = chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), packed(64)]));
  const profile = chunk('iCCP', Buffer.concat([Buffer.from('profile\0\0'), packed(64)]));
  const gif = Buffer.from(
    'GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;',
    'latin1',
  );
  const png = [
    ...[plainPng(1, 100_000), plainPng(100_000, 1), plainPng(100_000, 16), plainPng(8192, 8192)],
    ...[
      plainPng(8193, 8192),
      plainPng(32_000, 32_000),
      plainPng(36, 28, [text]),
      plainPng(36, 28, [profile]),
    ],
  ];
  const bmp = [
    bmpOf(2 ** 31 - 1, 1, Buffer.alloc(9)),
    bmpOf(40_000, -40_000, Buffer.alloc(9)),
    bmpOf(0, 0, Buffer.alloc(9)),
  ];
  return [
    ...png.map((bytes) => ({ ending: 'png', bytes })),
    ...bmp.map((bytes) => ({ ending: 'bmp', bytes })),
    { ending: 'gif', bytes: gif },
    { ending: 'png', bytes: Buffer.alloc(0) },
    { ending: 'svg', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>') },
    { ending: 'png', bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>') },
  ];
}

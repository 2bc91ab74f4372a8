import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { wholePng } from './whole-png';

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const sheet = fs.readFileSync(new URL('../../resources/example-run/samples/100.png', import.meta.url));
const chunkNames = (png: Buffer) => [...png.toString('latin1').matchAll(/[A-Z]{4}|tEXt|pHYs/g)].map(String);
/** Puts a chunk after the header. */
const withChunk = (framed: Buffer) => Buffer.concat([sheet.subarray(0, 33), framed, sheet.subarray(33)]);

/** The sheet with another header. */
function withHeader(change: (header: Buffer) => unknown): Buffer {
  const header = Buffer.from(sheet.subarray(16, 29));
  change(header);
  return Buffer.concat([sheet.subarray(0, 8), chunk('IHDR', header), sheet.subarray(33)]);
}

test('the pixels of a sheet are served, but not its texts', async () => {
  const served = wholePng(sheet) as Buffer;
  expect(chunkNames(sheet)).toContain('tEXt');
  expect(chunkNames(served)).not.toContain('tEXt');
  const pixels = (png: Buffer) => sharp(png).raw().toBuffer();
  expect(await pixels(served)).toEqual(await pixels(sheet));
});

test('no beginning of a sheet is served, and none with a changed byte of its critical parts', () => {
  for (let end = 0; end < sheet.length; end++) expect(wholePng(sheet.subarray(0, end)), `${end}`).toBeNull();
  for (let at = 0; at < sheet.length; at++) {
    const damaged = Buffer.from(sheet);
    damaged[at] = (damaged[at] as number) ^ 0x10;
    expect(wholePng(damaged), `${at}`).toBeNull();
  }
});

test.each([
  ['bytes after the end', Buffer.concat([sheet, Buffer.from('more')])],
  ['an unknown critical chunk', withChunk(chunk('EVIL', new Uint8Array(4)))],
  ['two headers', withChunk(Buffer.from(sheet.subarray(8, 33)))],
  ['too long a palette', withChunk(chunk('PLTE', new Uint8Array(771)))],
  ['too much transparency', withChunk(chunk('tRNS', new Uint8Array(257)))],
  ['a side of 2^31', withHeader((header) => header.writeUInt32BE(2 ** 31))],
  ['more than 2^26 pixels', withHeader((header) => header.set([0, 0, 0x40, 0, 0, 0, 0x40, 1]))],
  ['no width', withHeader((header) => header.writeUInt32BE(0))],
  ['sixteen bits', withHeader((header) => header.fill(16, 8, 9))],
  ['an unknown colour type', withHeader((header) => header.fill(5, 9, 10))],
  ['interlacing', withHeader((header) => header.fill(1, 12))],
  ['a JPEG file', await sharp(sheet).jpeg().toBuffer()],
  ['a WebP file', await sharp(sheet).webp().toBuffer()],
  ['an SVG file', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
])('a file with %s is not served', (_what, file) => {
  expect(wholePng(file)).toBeNull();
});

test('an animation is served as its first picture', () => {
  const animated = withChunk(chunk('acTL', new Uint8Array(8)));
  expect(wholePng(animated)).toEqual(wholePng(sheet));
});

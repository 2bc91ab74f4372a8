/** PNG files that claim to be the program's: their chunks, texts and sizes are anything. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import { decodeToValues, readImageSize, readPng } from '../images/decoding/image-codec';
import { readSheet } from '../images/picture-sheet';
import { chunk, chunksOf, readPngText, signature } from '../images/png-text';
import { fuzz, fuzzOf } from '../testing/fuzz-process';
import { hostileNumber, hostileText, mutatedJson } from '../testing/hostile-values';
import { orRefused } from '../testing/refusals';
import { defaultSettings } from '../settings';
import { readProvenance } from './gallery-texts';

const [made = ''] = process.argv.slice(5);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-png-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const greySettings = { ...defaultSettings, size: 8, levels: 4, colour: 'grey', reading: 2 } as const;

interface Chunk {
  type: string;
  data: Buffer;
}

const pictures = [
  ...['exported/plain/enlarged.png', 'exported/plain/plain-seed7-0000.png', 'exported/plain/row.png'],
  ...[
    'library/plain/gallery/rows/pictures.png',
    'library/plain/samples/40.png',
    'images/discs/transparent.png',
  ],
].map((name) => chunksOf(fs.readFileSync(path.join(made, name))));

/** Other words in the place of a text's: of its kind, or any. */
function otherText({ data }: Chunk): Arbitrary<Buffer> {
  const [name = '', text = ''] = data.toString('latin1').split('\0');
  const any = fc.oneof(
    hostileText,
    hostileNumber.map(String),
    fc.constantFrom('0110', '1'.repeat(64), '8x8'),
  );
  const words = text.startsWith('{') ? fc.oneof(mutatedJson(JSON.parse(text)), any) : any;
  return words.map((other) => Buffer.from(`${name}\0${other}`));
}

const isText = ({ type }: Chunk) => type === 'tEXt';

const textsChanged = fc.constantFrom(...pictures.filter((chunks) => chunks.some(isText))).chain((chunks) => {
  const places = chunks.flatMap((one, at) => (isText(one) ? [at] : []));
  return fc
    .constantFrom(...places)
    .chain((at) => otherText(chunks[at] as Chunk).map((data) => chunks.with(at, { type: 'tEXt', data })));
});

const sizesChanged = fc
  .tuple(
    fc.constantFrom(...pictures),
    fc.constantFrom(0, 4, 8, 9, 10, 12),
    fc.constantFrom(0, 1, 3, 4, 16, 255, 2 ** 31, 2 ** 32 - 1),
  )
  .map(([chunks, at, value]) => {
    const data = Buffer.from((chunks[0] as Chunk).data);
    if (at < 8) data.writeUInt32BE(value, at);
    else data.writeUInt8(value & 255, at);
    return chunks.with(0, { type: 'IHDR', data });
  });

const chunksMoved = fc
  .tuple(
    fc.constantFrom(...pictures),
    fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.constantFrom('drop', 'copy', 'rename')), { maxLength: 3 }),
  )
  .map(([chunks, moves]) =>
    moves.reduce((moved, [from, to, how]) => {
      const one = moved[from % moved.length];
      if (!one) return moved;
      if (how === 'drop') return moved.toSpliced(from % moved.length, 1);
      const type =
        how === 'rename'
          ? (['iTXt', 'zTXt', 'acTL', 'fdAT', 'IDAT', 'PLTE', 'tRNS'][to % 7] as string)
          : one.type;
      return moved.toSpliced(to % moved.length, 0, { ...one, type });
    }, chunks),
  );

const whole = fc
  .oneof(textsChanged, textsChanged, sizesChanged, chunksMoved)
  .map((chunks) => Buffer.concat([signature, ...chunks.map(({ type, data }) => chunk(type, data))]));
const damaged = fc
  .tuple(
    whole,
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
    fc.option(fc.nat()),
  )
  .map(([bytes, flips, cutAt]) => {
    const changed = Buffer.from(bytes);
    for (const [at, value] of flips) changed[at % changed.length] = value;
    return changed.subarray(0, cutAt === null ? undefined : cutAt % changed.length);
  });

const file = path.join(folder, 'a.png');
const png = fuzzOf(
  fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: damaged }),
  async (bytes) => {
    fs.writeFileSync(file, bytes);
    await orRefused(() => readPngText(file));
    await orRefused(() => readImageSize(file));
    await orRefused(() => readPng(file));
    const sheet = await orRefused(() => readSheet(file));
    if (sheet && sheet.pixels.some((level) => level >= sheet.levels))
      throw new Error('a level that there is not');
    const provenance = await orRefused(() => readProvenance(file));
    if (provenance && provenance.height * provenance.width > 2 ** 16) throw new Error('too much to draw');
    const values = await orRefused(() => decodeToValues(file, greySettings));
    if (values && values.length !== greySettings.size ** 2) throw new Error(`${values.length} values`);
  },
);

await fuzz({ png });

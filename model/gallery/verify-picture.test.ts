import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StudioError } from '../errors';
import { exportPictures } from './export-gallery';
import { drawGallery, type GalleryRequest } from './gallery';
import { encodePng, readPng } from '../images/decoding/image-codec';
import { addPngText, readPngText } from '../images/png-text';
import { readPicture } from '../inspection/picture-source';
import { readRunRecord } from '../run/run-folder';
import { knownPixels } from '../sampling/completion';
import type { Settings } from '../settings';
import { storeRandomRun } from '../testing/random-run';
import { verifyPicture } from './verify-picture';

let folder: string;
let library: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'verify-'));
  library = path.join(folder, 'runs');
  for (const [name, changes] of Object.entries(kinds)) {
    storeRandomRun(path.join(library, name), { size: 8, blocks: 1, ...changes });
  }
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const kinds: Record<string, Partial<Settings>> = {
  grey: { filters: 8, levels: 5 },
  palette: { filters: 12, levels: 6, colour: 'palette' },
  classes: { architecture: 'gated', filters: 16, headFilters: 40, colour: 'rgb', classes: 'folders' },
  averaged: { filters: 8, levels: 256, averageDecay: 0.9 },
};

/** Draws and exports with that run. @returns the paths of the pictures */
async function exported(name: string, more: Partial<GalleryRequest> = {}, scale = 1): Promise<string[]> {
  const request = {
    id: 'g',
    count: 3,
    firstImage: 4,
    seed: 9,
    temperature: 0.8,
    start: 'blank',
    ...more,
  } as const;
  const into = fs.mkdtempSync(path.join(folder, 'out-'));
  const files = await exportPictures(await drawGallery(path.join(library, name), request), into, { scale });
  return files.map((file) => path.join(into, file));
}

test.each(Object.keys(kinds))('an exported picture is drawn again, pixel for pixel: %s', async (name) => {
  for (const file of await exported(name, { topK: 4 }, 3)) {
    expect(await verifyPicture(file, library)).toEqual({ run: name, step: 0, different: 0, first: null });
  }
});

test('pictures of a class, completed ones and every row of a grid are drawn again too', async () => {
  const { pictures } = await drawGallery(path.join(library, 'grey'), {
    ...{ id: 'g', count: 1, seed: 1, temperature: 1, start: 'blank' },
  });
  const unknown = Uint8Array.from({ length: 64 }, (_, i) => (i >= 20 && i < 50 ? 1 : 0));
  const files = [
    ...(await exported('classes', { className: 'b' })),
    ...(await exported('grey', { known: knownPixels(pictures, unknown) })),
    ...(await exported('grey', { grid: { kind: 'temperature', values: ['0.5', '2'] } })),
    ...(await exported('classes', { grid: { kind: 'class', values: ['c', 'a'] } })),
    ...(await exported('grey', { grid: { kind: 'checkpoint', values: ['0'] } })),
  ];
  expect(files).toHaveLength(3 + 3 + 6 + 6 + 3);
  for (const file of files) expect(await verifyPicture(file, library)).toMatchObject({ different: 0 });
});

test('the first pixel that differs is named', async () => {
  const [file = ''] = await exported('grey');
  const { values, ...size } = await readPng(file);
  values[2 * 8 + 5] = 255 - (values[2 * 8 + 5] as number);
  values[7 * 8 + 1] = 255 - (values[7 * 8 + 1] as number);
  const drawn = await verifyPicture(file, library);
  expect(drawn.different).toBe(0);
  fs.writeFileSync(file, addPngText(await encodePng(values, size), readPngText(file)));
  const { different, first } = await verifyPicture(file, library);
  expect([1, 2]).toContain(different);
  expect(first?.found).not.toBe(first?.drawn);
  expect(`${first?.x},${first?.y}`).toMatch(/^(5,2|1,7)$/);
});

test('a grey picture that another program saved in colours with transparency is identical', async () => {
  const [file = ''] = await exported('grey');
  const texts = readPngText(file);
  const rewritten = await sharp(file).toColourspace('srgb').ensureAlpha().png().toBuffer();
  fs.writeFileSync(file, addPngText(rewritten, texts));
  expect(await verifyPicture(file, library)).toMatchObject({ different: 0 });
});

test('a picture that cannot be verified is refused with the reason', async () => {
  const [file = ''] = await exported('grey');
  await expect(verifyPicture(file, folder)).rejects.toMatchObject({ code: 'checkpoint-gone' });
  const foreign = path.join(folder, 'foreign.png');
  fs.writeFileSync(foreign, await encodePng(new Uint8Array(64), { height: 8, width: 8, channels: 1 }));
  await expect(verifyPicture(foreign, library)).rejects.toMatchObject({ code: 'picture-foreign' });
  const { values, ...size } = await readPng(file);
  fs.writeFileSync(foreign, addPngText(await encodePng(values, size), { ...readPngText(file), Scale: '3' }));
  await expect(verifyPicture(foreign, library)).rejects.toMatchObject({ code: 'picture-foreign' });
});

test('texts that ask for a larger picture than is ever drawn are refused with a reason', async () => {
  const [file = ''] = await exported('grey');
  const texts = readPngText(file);
  const asking = async (points: { height: number; width: number }, more: Record<string, string>) => {
    const png = await encodePng(new Uint8Array(points.height * points.width), { ...points, channels: 1 });
    const asked = path.join(folder, 'asking.png');
    fs.writeFileSync(asked, addPngText(png, { ...texts, ...more }));
    return verifyPicture(asked, library).then(
      () => 'drawn',
      (thrown: unknown) => (thrown as StudioError<'picture-foreign'>).facts.reason,
    );
  };
  const wide = { height: 8, width: 3000 };
  const largest = 'and at most 256 × 256 are drawn';
  expect(await asking(wide, { Size: '3000x8' })).toBe(`It has 3000 × 8 pixels, ${largest}`);
  expect(await asking({ height: 257, width: 8 }, { Size: '8x257' })).toBe(
    `It has 8 × 257 pixels, ${largest}`,
  );
  const eight = { height: 8, width: 8 };
  const notSo = 'It is 8 × 8 points, which is not the size at which it was exported';
  for (const Scale of ['0.001', '0', '1.5', '3'])
    expect(await asking(eight, { Scale, Size: '' })).toBe(notSo);
  expect(await asking(eight, { Size: '9x9' })).toBe(notSo);
  for (const given of ['1', '2'.repeat(64), '1'.repeat(65)]) {
    expect(await asking(eight, { 'Pixels Given': given })).toContain('record of the given pixels is damaged');
  }
  expect(await asking(eight, {})).toBe('drawn');
});

test('an enlarged export is read as the pixels that were drawn, for completion and inspection', async () => {
  const shown = async (run: string, file: string) => {
    const runFolder = path.join(library, run);
    return (await readPicture(runFolder, readRunRecord(runFolder), { kind: 'file', file })).pixels;
  };
  for (const name of Object.keys(kinds)) {
    const request = { id: 'g', count: 2, seed: 3, temperature: 1, start: 'blank' } as const;
    const { pictures } = await drawGallery(path.join(library, name), request);
    const dimensions = 64 * pictures.channels;
    for (const scale of [1, 2, 3, 8, 16]) {
      const files = await exported(name, { ...request, firstImage: 0 }, scale);
      for (const [index, file] of files.entries()) {
        expect(await verifyPicture(file, library)).toMatchObject({ different: 0 });
        const drawn = pictures.pixels.slice(index * dimensions, (index + 1) * dimensions);
        expect(await shown(name, file)).toEqual(drawn);
      }
    }
  }
});

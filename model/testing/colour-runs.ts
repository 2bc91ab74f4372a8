import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { storeRandomRun } from './random-run';
import { writeTinyImages } from './tiny-images';

/** The classes of the images and of the run `coloured`. */
export const classNames = ['class-0', 'class-1'];

/** For the tests of a file one folder with coloured images in two classes, a run of three channels and one of a palette. */
export function colourRuns() {
  const fixture = { folder: '', images: '', coloured: '', painted: '' };
  beforeAll(async () => {
    fixture.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'colour-runs-'));
    for (const name of ['images', 'coloured', 'painted'] as const) {
      fixture[name] = path.join(fixture.folder, name);
    }
    await writeTinyImages(fixture.images, { count: 10, size: 8, classes: 2, inColour: true });
    const rgb = { architecture: 'gated', filters: 16, headFilters: 40, blocks: 1, colour: 'rgb' } as const;
    storeRandomRun(fixture.coloured, { ...rgb, size: 8, levels: 4, classes: 'folders' }, { classNames });
    storeRandomRun(fixture.painted, { filters: 12, blocks: 1, size: 8, levels: 5, colour: 'palette' });
  });
  afterAll(() => fs.rmSync(fixture.folder, { recursive: true }));

  return {
    fixture,
    /** One of the images, of the second class. */
    image: () => path.join(fixture.images, 'class-1', '0001.png'),
    /** Arguments that draw two pictures into a folder named `out`. */
    drawing: (run: string, out: string, ...rest: string[]) => [
      ...['--run', run, '--count', '2', '--seed', '5', '--out', path.join(fixture.folder, out)],
      ...rest,
    ],
  };
}

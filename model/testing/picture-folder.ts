import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { encodePng } from '../images/decoding/image-codec';
import { defaultSettings } from '../settings';

/** How a network of 16 x 16 grey pixels with four levels sees pictures. */
export const greySettings = { ...defaultSettings, size: 16, levels: 4, colour: 'grey', reading: 2 } as const;

/** For every test of a file a new, empty folder, and a way to put pictures there. */
export function pictureFolder() {
  const fixture = { folder: '' };
  beforeEach(() => {
    fixture.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    fs.rmSync(fixture.folder, { recursive: true });
  });
  return {
    fixture,
    put(file: string, bytes: string | Uint8Array) {
      fs.mkdirSync(path.dirname(path.join(fixture.folder, file)), { recursive: true });
      fs.writeFileSync(path.join(fixture.folder, file), bytes);
    },
    pngOf: (values: Uint8Array, size = 16) => encodePng(values, { height: size, width: size, channels: 1 }),
  };
}

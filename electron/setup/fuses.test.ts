import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hasFuses, setFuses } from './fuses.mjs';

let folder: string;
let program: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuses-'));
  program = path.join(folder, 'electron');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** A stand-in for an Electron: the bytes around its fuses, which are as Electron delivers them. */
function writeProgram(fuses: string): void {
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, fuses.length]),
    Buffer.from(fuses),
  ]);
  fs.writeFileSync(program, Buffer.concat([Buffer.alloc(1000, 7), wire, Buffer.alloc(1000, 9)]));
}

test('the fuses of a program are set and read back, and nothing else of it changes', async () => {
  writeProgram('10110001');
  const before = fs.readFileSync(program);
  expect(hasFuses(program)).toBe(true);
  await setFuses(program);
  const wire = await getCurrentFuseWire(program);
  const enabled = Object.values(FuseV1Options)
    .filter((option): option is FuseV1Options => typeof option === 'number')
    .filter((option) => wire[option] === '1'.charCodeAt(0));
  expect(enabled).toEqual([
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ]);
  const changed = fs.readFileSync(program).filter((byte, at) => byte !== before[at]);
  expect(changed).toHaveLength(6);
});

test('an Electron without fuses is known as such', () => {
  fs.writeFileSync(program, 'Electron 9');
  expect(hasFuses(program)).toBe(false);
});

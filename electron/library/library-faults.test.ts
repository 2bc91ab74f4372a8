/** What a person does with runs, galleries and preferences, on a disk that fails or with a kill at any operation. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toErrorData } from '../../model/errors';
import { isTemporary } from '../../model/files/write-file';
import { exportGallery } from '../../model/gallery/export-gallery';
import { readGallery, writeGallery } from '../../model/gallery/gallery';
import { createRun } from '../../model/run/create-run';
import { exportRun } from '../../model/run/export-run';
import { importRun } from '../../model/run/import-run';
import { packRun, unpackRun } from '../../model/run/run-file';
import { lockName } from '../../model/run/run-folder';
import { defaultSettings } from '../../model/settings';
import { chosen, report } from '../../model/testing/fault-plan';
import { injectFaults, type Decide, type Fault } from '../../model/testing/file-faults.mjs';
import { PreferencesFile } from '../desktop/preferences';
import { removeLeftovers } from './leftovers';
import { toOwnTrash } from './own-trash';
import { RunLibrary } from './run-library';

const made = path.join(import.meta.dirname, '../../model/testing/fixtures/made-by-0.1.0');
let folder: string;
let count = 0;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'library-faults-'));
  exportRun(path.join(made, 'library/plain'), path.join(folder, 'weights.safetensors'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface World {
  base: string;
  library: RunLibrary;
  /** The run of the library. */
  run: string;
}

function makeWorld(): World {
  const base = path.join(folder, String(count++));
  const library = new RunLibrary(path.join(base, 'library'));
  const run = path.join(library.folder, 'plain');
  fs.cpSync(path.join(made, 'library/plain'), run, { recursive: true });
  for (const name of ['exports', 'trash']) fs.mkdirSync(path.join(base, name));
  return { base, library, run };
}

const acts: Record<string, (world: World) => unknown> = {
  'a run is made': ({ library }) =>
    library.add((run) => {
      createRun(run, { name: 'New', preset: '', settings: defaultSettings, dataFolder: '/images' });
      return Promise.resolve();
    }),
  'a run is imported': ({ library }) =>
    library.add((run) => Promise.resolve().then(() => unpackRun(path.join(made, 'plain.pixelcnn'), run))),
  'a model is imported': ({ library }) =>
    library.add((run) =>
      Promise.resolve().then(() =>
        importRun({ from: path.join(folder, 'weights.safetensors'), runFolder: run, set: {} }),
      ),
    ),
  'a run is renamed': ({ library }) => library.describe('plain', 'Other', 'note'),
  'a run is interrupted': ({ library, run }) => library.interrupt(run, 'killed'),
  'a run is put into the trash': ({ base, library, run }) =>
    toOwnTrash(run, path.join(base, 'trash'), library.folder),
  'a gallery is written': async ({ run }) => {
    const gallery = await readGallery(path.join(made, 'library/plain'), 'pictures');
    await writeGallery(run, { ...gallery, record: { ...gallery.record, id: '2026-11-24-080000' } });
  },
  'a gallery is exported': async ({ base, run }) =>
    exportGallery(await readGallery(run, 'pictures'), path.join(base, 'exports')),
  'a run is exported': ({ base, run }) => packRun(run, path.join(base, 'exports', 'plain.pixelcnn')),
  'weights are exported': ({ base, run }) => exportRun(run, path.join(base, 'exports', 'plain.safetensors')),
  'preferences change': ({ base }) =>
    new PreferencesFile(path.join(base, 'preferences.json')).change({ theme: 'dark' }),
};

/** @returns what was done to files, and the code of the error, if any */
async function attempt(act: (world: World) => unknown, world: World, decide: Decide) {
  const faults = injectFaults(world.base, decide);
  try {
    await act(world);
    return { operations: faults.operations };
  } catch (thrown) {
    return { operations: faults.operations, code: toErrorData(thrown).code };
  } finally {
    faults.restore();
  }
}

/** The files with their sizes; names that depend on the time are alike. A lock that stays is no lock of a process. */
function filesIn({ base }: World): string[] {
  const names = fs.readdirSync(base, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => path.basename(name) !== lockName)
    .map((name) => {
      const stat = fs.statSync(path.join(base, name));
      // Times and texts have other lengths each time.
      const size = stat.isDirectory() || name.endsWith('.json') ? '' : ` ${stat.size}`;
      return name.replace(/\d{4}-\d\d-\d\d-\d{6}(-\d+)?/, 'ID').replace(/plain-\d{13}/, 'trashed') + size;
    })
    .sort();
}

/** Lets everything look as old as at the next day. */
function letTimePass({ base }: World): void {
  for (const name of fs.readdirSync(base, { recursive: true, encoding: 'utf8' })) {
    const place = path.join(base, name);
    fs.utimesSync(place, new Date(), Date.now() / 1000 - 86_400);
    // The process of this lock has ended.
    if (path.basename(name) !== lockName) continue;
    fs.writeFileSync(place, fs.readFileSync(place, 'utf8').replace(/"started": ".*"/, '"started": "0"'));
    fs.utimesSync(path.dirname(place), new Date(), Date.now() / 1000 - 86_400);
  }
}

interface Case {
  what: string;
  act: (world: World) => unknown;
  decide: Decide;
  isKilled: boolean;
}

/** @param done the files after the act in another such world */
async function survive({ act, decide, isKilled }: Case, done: string[]): Promise<string | undefined> {
  const world = makeWorld();
  const before = filesIn(world);
  const { code } = await attempt(act, world, decide);
  if (code === 'unexpected') return 'an error without a code';
  if (isKilled) {
    letTimePass(world);
    await removeLeftovers(new RunLibrary(world.library.folder), world.base, world.base);
  }
  const runs = await new RunLibrary(world.library.folder).list();
  const damaged = runs.find((run) => run.damaged !== null);
  if (damaged) return `a damaged run: ${damaged.damaged}`;
  const after = filesIn(world);
  fs.rmSync(world.base, { recursive: true });
  const added = after.filter((name) => !before.includes(name));
  // A killed export leaves what it had written, in a folder of the person's.
  const isCut = isKilled && added.every((name) => name.startsWith('exports'));
  const isKnown = (name: string) => done.includes(name) || isTemporary(name.split(' ')[0] ?? '');
  const fits = isCut ? added.every(isKnown) : [before, done].some((files) => files.join() === after.join());
  return fits ? undefined : `leaves ${added.join()}`;
}

test('nothing is lost, half written or left, whatever fails', async () => {
  const startedAt = performance.now();
  const faults: Fault[] = ['EIO', 'ENOSPC', 'EPERM'];
  const cases: (Case & { done: string[] })[] = [];
  for (const [name, act] of Object.entries(acts)) {
    const world = makeWorld();
    const { operations, code } = await attempt(act, world, () => undefined);
    const done = filesIn(world);
    expect(code, name).toBeUndefined();
    expect(operations.length, name).toBeGreaterThan(0);
    for (const { number, name: operation } of operations) {
      const what = `${name}, operation ${number}, ${operation}`;
      for (const fault of faults) {
        const decide: Decide = (at) => (at.number === number ? fault : undefined);
        // What the disk does not remove now is removed later, as after a kill.
        cases.push({ what: `${what}, ${fault}`, act, decide, isKilled: operation === 'unlinkSync', done });
      }
      const decide: Decide = (at) => (at.number >= number ? 'EIO' : undefined);
      cases.push({ what: `${what}, a kill`, act, decide, isKilled: true, done });
    }
  }
  const tried = chosen(cases, 30);
  const failures: string[] = [];
  for (const one of tried) {
    const failure = await survive(one, one.done).catch((thrown: unknown) => String(thrown));
    if (failure !== undefined) failures.push(`${one.what}: ${failure}`);
  }
  report('Runs, galleries and preferences', tried.length, failures, startedAt);
  expect(failures).toEqual([]);
}, 600_000);

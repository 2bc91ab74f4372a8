/** Moves of the library that a disk refuses or a kill cuts off at any operation. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toErrorData } from '../../model/errors';
import { createRun } from '../../model/run/create-run';
import { lockName } from '../../model/run/run-folder';
import { defaultSettings } from '../../model/settings';
import { chosen, report } from '../../model/testing/fault-plan';
import { injectFaults, type Decide, type Fault } from '../../model/testing/file-faults.mjs';
import { PreferencesFile } from '../desktop/preferences';
import { moveRuns, settleMove, type MoveDependencies } from './library-move';
import { RunLibrary } from './run-library';

let folder: string;
let count = 0;
const ids = ['one', 'two', 'three'];

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'move-faults-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface World extends MoveDependencies {
  preferences: PreferencesFile;
  base: string;
  from: string;
  to: string;
  isTrashing: boolean;
}

/** A library of three runs, and a folder with a run of the same name as one of them. */
function makeWorld(): World {
  const base = path.join(folder, String(count++));
  const [from, to] = [path.join(base, 'from'), path.join(base, 'to')];
  for (const id of ids) addRun(path.join(from, id), id);
  addRun(path.join(to, 'one'), 'another');
  fs.mkdirSync(path.join(base, 'trash'));
  return begin(base);
}

/** The program as it starts. */
function begin(base: string): World {
  const preferences = new PreferencesFile(path.join(base, 'preferences.json'));
  const from = path.join(base, 'from');
  const world: World = {
    base,
    from,
    to: path.join(base, 'to'),
    isTrashing: false,
    preferences,
    library: new RunLibrary(preferences.libraryFolder ?? from),
    entryOf: (chosen) => (chosen === from ? null : chosen),
    trash(original) {
      world.isTrashing = true;
      fs.renameSync(original, path.join(base, 'trash', path.basename(original)));
      world.isTrashing = false;
      return Promise.resolve();
    },
  };
  return world;
}

function addRun(run: string, name: string): void {
  createRun(run, { name, preset: '', settings: defaultSettings, dataFolder: '' });
  fs.mkdirSync(path.join(run, 'checkpoints'));
  fs.writeFileSync(path.join(run, 'checkpoints', 'last'), name);
}

const failing = (fault: Fault, at: number): Decide =>
  ({ number }) => (number === at ? fault : undefined); // prettier-ignore
/** As after a kill: nothing more happens on the disk. */
const ending = (at: number): Decide =>
  ({ number }) => (number >= at ? 'EIO' : undefined); // prettier-ignore

/** Moves the runs. @param decide the faults besides the refusal of another disk */
async function move(world: World, isFar: boolean, decide: Decide) {
  const isLeaving = (name: string, file: string) =>
    isFar && name === 'renameSync' && path.dirname(file) === world.from && !world.isTrashing;
  const faults = injectFaults(world.base, (operation) =>
    isLeaving(operation.name, operation.file) ? 'EXDEV' : decide(operation),
  );
  const moved = await moveRuns(world, world.to)
    .then(() => undefined, toErrorData)
    .finally(faults.restore);
  return { error: moved, operations: faults.operations };
}

/** What is wrong with the library: every run is in it once, and nothing of the program's is left beside. */
function faultOf({ base, library, preferences }: World, { isSettled = true } = {}): string | undefined {
  const isMoved = library.folder.endsWith('to');
  const names = library.ids().map((id) => library.record(id).name);
  const expected = isMoved ? [...ids, 'another'] : ids;
  if (names.sort().join() !== [...expected].sort().join()) return `the library holds ${names.join()}`;
  const saved = library
    .ids()
    .map((id) => fs.readFileSync(path.join(library.runFolder(id), 'checkpoints/last'), 'utf8'));
  if (saved.sort().join() !== names.join()) return 'a run is not whole';
  if (!isSettled) return undefined;
  if (preferences.libraryMove) return 'the move is still noted';
  const other = isMoved ? [] : ['one'];
  const left = fs.readdirSync(path.join(base, isMoved ? 'from' : 'to'));
  const reported = preferences.problem?.code === 'originals-left' ? preferences.problem.facts.runs : [];
  if (left.sort().join() !== [...other, ...reported].sort().join()) return `leaves ${left.join()}`;
  const hidden = fs.readdirSync(library.folder).filter((name) => name.startsWith('.'));
  return hidden.length ? `leaves ${hidden.join()}` : undefined;
}

/** Makes the locks of this process those of one that has ended. */
function endTrainers({ from }: World): void {
  for (const id of fs.readdirSync(from)) {
    const lock = path.join(from, id, lockName);
    if (!fs.existsSync(lock)) continue;
    fs.writeFileSync(lock, fs.readFileSync(lock, 'utf8').replace(/"started": ".*"/, '"started": "0"'));
  }
}

async function survive(isFar: boolean, decide: Decide, isKilled: boolean): Promise<string | undefined> {
  const world = makeWorld();
  try {
    const { error } = await move(world, isFar, decide);
    if (!isKilled) {
      if (error?.code === 'unexpected') return JSON.stringify(error);
      const fault = error?.code === 'library-move-open' ? undefined : faultOf(world, { isSettled: false });
      if (fault !== undefined) return `before the next start, ${fault}`;
    }
    endTrainers(world);
    const next = begin(world.base);
    const isCut = next.preferences.libraryMove !== null;
    await settleMove(next);
    if (isCut && !next.preferences.problem) return 'says nothing';
    const fault = faultOf(isKilled || isCut ? next : { ...next, preferences: world.preferences });
    if (fault !== undefined || next.library.folder === world.to) return fault;
    // What failed can be done again.
    const again = await move(next, isFar, () => undefined);
    return again.error ? JSON.stringify(again.error) : faultOf(next);
  } finally {
    fs.rmSync(world.base, { recursive: true });
  }
}

test.each([
  { isFar: false, disk: 'one disk' },
  { isFar: true, disk: 'another disk' },
])(
  'a move on $disk that fails or is cut off loses, hides and doubles no run',
  async ({ isFar, disk }) => {
    const startedAt = performance.now();
    const { error, operations } = await move(makeWorld(), isFar, () => undefined);
    expect(error).toBeUndefined();
    expect(operations.length).toBeGreaterThan(isFar ? 60 : 14);
    const faults: Fault[] = ['EIO', 'ENOSPC', 'EPERM'];
    const cases = operations.flatMap(({ number, name }) => [
      ...faults.map((fault) => ({
        what: `${fault} at ${number}, ${name}`,
        decide: failing(fault, number),
        isKilled: false,
      })),
      { what: `an end at ${number}, ${name}`, decide: ending(number), isKilled: true },
    ]);
    const tried = chosen(cases, 12);
    const failures: string[] = [];
    for (const { what, decide, isKilled } of tried) {
      const failure = await survive(isFar, decide, isKilled);
      if (failure !== undefined) failures.push(`${what}: ${failure}`);
    }
    report(`Moving the library to ${disk}`, tried.length, failures, startedAt);
    expect(failures).toEqual([]);
  },
  600_000,
);

/** A library with a stranger's run in it, and preferences that anything may have written. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { fuzz, fuzzOf } from '../../model/testing/fuzz-process';
import { hostileText, mutatedJson } from '../../model/testing/hostile-values';
import { orRefused } from '../../model/testing/refusals';
import { PreferencesFile } from '../desktop/preferences';
import { galleryFinderHandlers } from '../gallery-finder';
import { RunLibrary } from './run-library';
import { readValidationCurve } from './run-summary';

const [made = ''] = process.argv.slice(5);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-library-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const at = (...names: string[]) => path.join(folder, ...names);
const source = path.join(made, 'library/plain');
for (const id of ['known', 'strange']) fs.cpSync(source, at('library', id), { recursive: true });

const json = ['run.json', 'checkpoints/40/state.json', 'gallery/rows/gallery.json'];
const changed = fc
  .oneof(
    ...json.map((name) => {
      const document: unknown = JSON.parse(fs.readFileSync(path.join(source, name), 'utf8'));
      return mutatedJson(document).map((text) => ({ name, text }));
    }),
    fc.tuple(
      fc.constantFrom('description.json', 'lock.json'),
      mutatedJson({ name: 'a', note: 'b', token: 'a', pid: 1 }),
    ),
    fc.tuple(fc.constantFrom('metrics.jsonl', 'checkpoints/last', 'checkpoints/best'), hostileText),
    // A file in the place of a folder, and the other way round.
    fc.tuple(
      fc.constantFrom('checkpoints', 'samples', 'gallery', 'gallery/rows'),
      fc.constantFrom('', 'a file'),
    ),
    fc.tuple(fc.constantFrom(...json, 'metrics.jsonl', 'lock.json'), fc.constant(undefined)),
  )
  .map((change) => (Array.isArray(change) ? { name: change[0], text: change[1] } : change));

const library = fuzzOf(fc.array(changed, { minLength: 1, maxLength: 3 }), async (changes) => {
  for (const { name, text } of changes) {
    const file = at('library/strange', name);
    if (!fs.existsSync(path.dirname(file)) || !fs.statSync(path.dirname(file)).isDirectory()) continue;
    fs.rmSync(file, { recursive: true, force: true });
    if (text === undefined) fs.mkdirSync(file);
    else fs.writeFileSync(file, text);
  }
  try {
    const runs = new RunLibrary(at('library'));
    runs.markInterrupted();
    const found = (await runs.list()).map(({ id }) => id).sort();
    if (found.join() !== 'known,strange') throw new Error(`only ${found.join()} are listed`);
    const job = { ask: () => ({ id: 0, answer: Promise.reject(new Error('is not asked')) }) };
    const galleries = await galleryFinderHandlers({ interactive: job, library: runs }).listAllGalleries();
    if (galleries.filter(({ run }) => run === 'known').length !== 2) throw new Error('galleries are hidden');
    await orRefused(() => readValidationCurve(runs.runFolder('strange')));
    await orRefused(() => runs.checkpoints('strange'));
    await orRefused(() => runs.sampleSteps('strange'));
  } finally {
    // Outer names first: one that was a file is a folder again before what is in it.
    for (const name of [...new Set(changes.map((change) => change.name))].sort()) putBack(name);
  }
});

function putBack(name: string): void {
  const [from, to] = [path.join(source, name), at('library/strange', name)];
  fs.rmSync(to, { recursive: true, force: true });
  if (fs.existsSync(from)) fs.cpSync(from, to, { recursive: true });
}

const whole = {
  ...{ theme: 'dark', recentFolders: ['/a', '/b'], cores: 2, exportMetadata: true, keepAwake: true },
  ...{ notifications: true, guideLeft: false, pace: 1.5, libraryFolder: '/runs' },
  window: { x: 0, y: 0, width: 800, height: 600, isMaximized: false },
};
const preferences = fuzzOf(mutatedJson(whole), (text) => {
  const place = at('preferences');
  fs.rmSync(place, { recursive: true, force: true });
  fs.mkdirSync(place);
  const file = path.join(place, 'preferences.json');
  fs.writeFileSync(file, text);
  const read = new PreferencesFile(file);
  read.change({ theme: 'light' });
  read.addRecent(place);
  const again = new PreferencesFile(file);
  if (again.problem) throw new Error(`written damaged: ${JSON.stringify(again.problem)}`);
  if (again.preferences.theme !== 'light') throw new Error('a change was lost');
  if (read.problem && fs.readdirSync(place).length < 2) throw new Error('the damaged file was not kept');
});

await fuzz({ library, preferences });

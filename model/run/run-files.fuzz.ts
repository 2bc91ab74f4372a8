/** A run from a stranger: every file of its folder with other types and values than it should have. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import { zipSync } from 'fflate';
import { drawnAs } from '../gallery/drawn-as';
import { galleryPaths, listGalleryRecords, readGalleryRecord } from '../gallery/gallery-record';
import { listImageFiles } from '../images/image-folder';
import { readSheet } from '../images/picture-sheet';
import { splitOf } from '../images/split';
import { fuzz, fuzzOf } from '../testing/fuzz-process';
import { hostileText, mutatedJson } from '../testing/hostile-values';
import { hostileZip, writeHostileZip } from '../testing/hostile-zip';
import { orRefused } from '../testing/refusals';
import { loadCheckpoint, loadWeights } from './checkpoint';
import { cutMetricsAfter, readEvaluations, readLatestStep, readMetrics } from './metrics';
import { unpackRun } from './run-file';
import { readRunRecord, runPaths, writeDescription } from './run-folder';
import { requireUntrained, takeRunLock, trainerOf } from './run-lock';
import { checkpointSteps, readPointer, readTrainingState } from './training-state';

const [made = ''] = process.argv.slice(5);
const library = fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-run-'));
process.on('exit', () => fs.rmSync(library, { recursive: true }));
const folder = path.join(library, 'run');
fs.cpSync(path.join(made, 'library/plain'), folder, { recursive: true });
writeDescription(folder, { name: 'plain', note: '' });

const at = (name: string) => path.join(folder, name);
const read = (name: string) => JSON.parse(fs.readFileSync(at(name), 'utf8')) as unknown;

/** Writes a text as one file of the run, reads what depends on it, and puts the file back. */
function inPlaceOf(name: string, text: Arbitrary<string>, readAll: (text: string) => unknown) {
  const file = at(name);
  const before = fs.existsSync(file) ? fs.readFileSync(file) : undefined;
  return fuzzOf(text, async (written) => {
    fs.writeFileSync(file, written);
    try {
      await readAll(written);
    } finally {
      if (before) fs.writeFileSync(file, before);
      else fs.rmSync(file, { force: true });
    }
  });
}

const steps = [20, 40, 0, -1, 1.5, 2 ** 53];

const record = inPlaceOf('run.json', mutatedJson(read('run.json')), async () => {
  const run = await orRefused(() => readRunRecord(folder));
  await orRefused(() => loadWeights(folder));
  await listImageFiles(library, 2);
  if (!run) return;
  splitOf(run);
});

const state = inPlaceOf(
  'checkpoints/40/state.json',
  mutatedJson(read('checkpoints/40/state.json')),
  async () => {
    for (const step of steps) await orRefused(() => readTrainingState(folder, step));
    await orRefused(() => loadCheckpoint(folder));
    await orRefused(() => checkpointSteps(folder));
  },
);

const gallery = inPlaceOf(
  'gallery/rows/gallery.json',
  mutatedJson(read('gallery/rows/gallery.json')),
  async () => {
    const found = await orRefused(() => readGalleryRecord(folder, 'rows'));
    if (!listGalleryRecords(folder).some(({ id }) => id === 'pictures')) throw new Error('another is hidden');
    if (!found) return;
    for (const index of [0, 7, 2 ** 20]) drawnAs(found, index, ['a']);
    await orRefused(() => readSheet(galleryPaths(folder, 'rows').pictures));
  },
);

const description = inPlaceOf('description.json', mutatedJson({ name: 'a', note: 'b' }), () => {
  const { name, note } = readRunRecord(folder);
  if (typeof name !== 'string' || typeof note !== 'string') throw new Error('the name is no text');
});

const holder = { token: 'a1', since: 1e12, pid: 1, host: os.hostname(), system: '', started: '' };
const lock = inPlaceOf('lock.json', mutatedJson(holder), async () => {
  trainerOf(folder);
  await orRefused(() => requireUntrained(folder));
  (await orRefused(() => takeRunLock(folder)))?.release();
});

const lines = fs.readFileSync(at('metrics.jsonl'), 'utf8').trim().split('\n').slice(0, 6);
const tooLarge = (lines[1] ?? '').replace(/\d+(?=\.\d)/, '9'.repeat(400));
const line = fc.oneof(
  fc.constant(tooLarge),
  ...lines.map((text) => mutatedJson(JSON.parse(text))),
  fc.constantFrom(...lines),
  hostileText,
);
const metrics = inPlaceOf(
  'metrics.jsonl',
  fc
    .tuple(fc.array(line, { maxLength: 8 }), fc.boolean())
    .map(([all, ends]) => all.join('\n') + (ends ? '\n' : '')),
  async () => {
    const found = [...readMetrics(folder)];
    const isUsable = found.every(
      ({ step, milliseconds }) => Number.isSafeInteger(step) && isFinite(milliseconds),
    );
    if (!isUsable) throw new Error('a metric that is none');
    await readEvaluations(folder);
    readLatestStep(folder);
    cutMetricsAfter(folder, { step: 10, isObserved: true });
    // A wrong step between earlier ones stays, so that the lines behind it do.
    const last = [...readMetrics(folder)].pop();
    if (last && last.step > 10) throw new Error('a later metric was left');
  },
);

const pointer = inPlaceOf(
  'checkpoints/last',
  fc.oneof(hostileText, fc.constantFrom('40', '20\n', '1e1', '0x10', '+1', '9'.repeat(400), '٤٠')),
  async () => {
    await orRefused(() => readPointer(folder, 'last'));
    await orRefused(() => loadWeights(folder));
  },
);

/** The files of the run, of which each may be missing, damaged or lied about. */
const weights = fs.readFileSync(at('checkpoints/40/weights.safetensors'));
const parts = [
  'run.json',
  'checkpoints/last',
  'checkpoints/40/weights.safetensors',
  'checkpoints/40/state.json',
];
const names = [
  ...parts,
  'samples/1.png',
  'samples/1.png/a',
  'gallery/a/gallery.json',
  'metrics.jsonl',
  'lock.json',
];
const contents = fc.oneof(
  fc.constantFrom(...parts.map((name) => new Uint8Array(fs.readFileSync(at(name)))), new Uint8Array(weights)),
  mutatedJson(read('run.json')).map((text) => new TextEncoder().encode(text)),
);
const archive = path.join(library, 'a.pixelcnn');
const whole = Object.fromEntries(parts.map((name) => [name, new Uint8Array(fs.readFileSync(at(name)))]));
const imported = fuzzOf(
  fc.oneof(
    hostileZip(names, contents).map(writeHostileZip),
    fc
      .tuple(fc.constantFrom(...names), contents)
      .map(([name, bytes]) => zipSync({ ...whole, [name]: bytes })),
  ),
  async (bytes) => {
    fs.writeFileSync(archive, bytes);
    const into = path.join(library, 'imported');
    const before = fs.readdirSync(library);
    await orRefused(() => unpackRun(archive, into));
    if (fs.existsSync(into)) {
      if (readRunRecord(into).dataFolder !== '') throw new Error('a folder of the other machine is named');
      fs.rmSync(into, { recursive: true });
    }
    const after = fs.readdirSync(library);
    if (after.join() !== before.join()) throw new Error(`left ${after.join(', ')}`);
  },
);

if (!fs.existsSync(runPaths(folder).record)) throw new Error('there is no run to change');
await fuzz({ record, state, gallery, description, lock, metrics, pointer, imported });

/** No command changes a person's own files in the folder that it is given. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunRecord } from '../run/run-folder';
import { CapturedTerminal, runCommand } from '../testing/captured-terminal';
import { contentsOf } from '../testing/folder-contents';
import { storeRandomRun } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';

const torchFile = path.join(import.meta.dirname, '../testing/fixtures/notebook-random.pt');
const settings = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=1'];
const small = settings.flatMap((pair) => ['--set', pair]);

let folder: string;
let images: string;
let run: string;
let runFile: string;
const at = (...names: string[]) => path.join(folder, ...names);
const train = (data: string, into: string) => [
  'train',
  '--data',
  data,
  '--run',
  into,
  '--steps',
  '1',
  ...small,
];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'folders-'));
  images = at('images');
  run = at('run');
  runFile = at('run.pixelcnn');
  await writeTinyImages(images, { count: 6, size: 8 });
  storeRandomRun(run, { filters: 4, blocks: 1 });
  expect((await runCommand(['export', '--run', run, '--out', runFile])).code).toBe(0);
  fs.writeFileSync(at('broken.pixelcnn'), 'no run');
  fs.writeFileSync(at('broken.pt'), 'no weights');
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A person's own folder, with names that a run uses too. */
function personsFolder(): string {
  const own = fs.mkdtempSync(at('own-'));
  for (const inside of ['checkpoints/123', 'checkpoints/final', 'samples']) {
    fs.mkdirSync(path.join(own, inside), { recursive: true });
  }
  const files = [
    'metrics.jsonl',
    'samples/400.png',
    'checkpoints/last',
    'checkpoints/123/weights.safetensors',
  ];
  for (const file of [...files, 'thesis.txt']) fs.writeFileSync(path.join(own, file), `my ${file}`);
  return own;
}

const commands: [string, (into: string) => string[]][] = [
  ['train', (into) => train(images, into)],
  ['train on a missing folder', (into) => train(at('nowhere'), into)],
  ['import of a run', (into) => ['import', '--from', runFile, '--run', into]],
  ['import of a broken file', (into) => ['import', '--from', at('broken.pixelcnn'), '--run', into]],
  ['import of weights', (into) => ['import', '--from', torchFile, '--run', into]],
  ['import of broken weights', (into) => ['import', '--from', at('broken.pt'), '--run', into]],
];
const fails = /missing|broken/;

test.each(commands)(
  '%s into a folder that holds other files is refused and changes nothing',
  async (_, args) => {
    const own = personsFolder();
    const before = contentsOf(own);
    const { code, stdout, stderr } = await runCommand(args(own));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `The folder ${own} already contains other files. A new run needs a folder of its own, and this one holds checkpoints, ` +
        'metrics.jsonl, samples, 1 more. Name a new folder, or an empty one. Nothing was changed.\n',
    );
    expect(contentsOf(own)).toEqual(before);
  },
);

test.each(commands)('%s over a run is refused and changes nothing', async (_, args) => {
  const before = contentsOf(run);
  const { code, stderr } = await runCommand(args(run));
  expect(code).toBe(1);
  expect(stderr).toContain(`${run} already holds a run.`);
  expect(contentsOf(run)).toEqual(before);
});

test.each(commands)('%s into an empty folder works, or leaves it empty', async (name, args) => {
  const empty = fs.mkdtempSync(at('empty-'));
  const link = `${empty}-link`;
  fs.symlinkSync(empty, link);
  const { code } = await runCommand(args(link));
  expect(code).toBe(fails.test(name) ? 1 : 0);
  if (fails.test(name)) expect(fs.readdirSync(empty)).toEqual([]);
  else expect(readRunRecord(empty).status).toMatch(/finished|interrupted|imported/);
  expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
});

test.each(commands.filter(([name]) => fails.test(name)))(
  '%s leaves none of the folders it made',
  async (_, args) => {
    const before = fs.readdirSync(folder);
    expect((await runCommand(args(at('deep', 'deeper', 'run')))).code).toBe(1);
    expect(fs.readdirSync(folder)).toEqual(before);
  },
);

test('files that others put into the folder while a training prepares stay when it is stopped', async () => {
  const runFolder = at('preparing');
  const terminal = new CapturedTerminal((own) => {
    fs.mkdirSync(path.join(runFolder, 'samples'));
    fs.writeFileSync(path.join(runFolder, 'samples', '0.png'), 'a picture');
    fs.mkdirSync(path.join(runFolder, 'checkpoints', '0'), { recursive: true });
    fs.writeFileSync(path.join(runFolder, 'checkpoints', '0', 'state.json'), '{}');
    own.interrupt();
  });
  expect((await runCommand(train(images, runFolder), terminal)).stderr).toContain('no run was made');
  const left = Object.keys(contentsOf(runFolder));
  expect(left).toEqual([
    'checkpoints',
    'checkpoints/0',
    'checkpoints/0/state.json',
    'samples',
    'samples/0.png',
  ]);
});

test.each(['out.pixelcnn', 'out.safetensors'])('export replaces %s only with --overwrite', async (name) => {
  const file = at(name);
  fs.writeFileSync(file, 'mine');
  const args = ['export', '--run', run, '--out', file];
  const { code, stdout, stderr } = await runCommand(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`${file} already exists.`);
  expect(stderr).toContain('--overwrite');
  expect(fs.readFileSync(file, 'utf8')).toBe('mine');
  expect((await runCommand(['export', '--help'])).stdout).toContain('--overwrite');
  expect((await runCommand([...args, '--overwrite'])).code).toBe(0);
  expect(fs.statSync(file).size).toBeGreaterThan(1000);
});

test('pictures drawn twice into one folder are all kept', async () => {
  const out = at('pictures');
  const draw = () => runCommand(['sample', '--run', run, '--count', '2', '--seed', '3', '--out', out]);
  expect((await draw()).code).toBe(0);
  const first = contentsOf(out);
  expect((await draw()).code).toBe(0);
  expect(contentsOf(out)).toMatchObject(first);
  expect(Object.keys(contentsOf(out))).toHaveLength(4);
});

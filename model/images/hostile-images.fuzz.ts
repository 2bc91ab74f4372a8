/**
 * A folder of hostile files, read in every way that the program reads one: scanned, as images to train on, as a
 * picture to inspect or complete, and as a run or model to import. Prints a dot for each file.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { toErrorData } from '../errors';
import { uniform } from '../random';
import { unpackRun } from '../run/run-file';
import { defaultSettings } from '../settings';
import { damagedPicture, oversizedPictures, wholePictures } from '../testing/hostile-images';
import { orRefused } from '../testing/refusals';
import { readModelFile } from '../weight-files/model-file';
import { readDataset } from './dataset';
import { reportDataset } from './dataset-report';
import { decodeToValues } from './decoding/image-codec';
import { decodeName } from './file-names';

const [, seed, count] = process.argv.slice(2);
const settings = { ...defaultSettings, size: 16, levels: 4, reading: 2 } as const;
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-images-'));
process.on('exit', () => fs.rmSync(place, { recursive: true, force: true }));
process.env['XDG_CACHE_HOME'] = path.join(place, 'cache');
const folder = path.join(place, 'images');
fs.mkdirSync(folder);

/** Parts of names that a terminal, a page, a list or a file system might take for something else. */
const names = [
  ...[
    'a\nb',
    'a\x1b[2Jb',
    'a\tb',
    '-rf',
    '"\'`$(x)',
    '__proto__',
    '\u202egnp',
    '🎲',
    'a ',
    '%zz',
    '..a',
    'a\\b',
  ],
  ...['<img src=x>', 'CON', 'a:b', 'x'.repeat(200), '\ufffdAB', 'e\u0301', '*?', '#recycle', 'run.json'],
  ...['latin1:\xe4\xff', 'latin1:\x80', 'class/a', 'class\n/a'],
];

/** What stands in a file's place. Some need rights that not everybody has. */
const others: ((file: string) => unknown)[] = [
  (file) => childProcess.execFileSync('mkfifo', [file]),
  (file) => childProcess.spawnSync('mknod', [file, 'c', '1', '5']),
  (file) => childProcess.spawnSync('mknod', [file, 'b', '7', '200']),
  (file) =>
    new Promise((done) =>
      net
        .createServer()
        .listen(file, () => done(undefined))
        .unref(),
    ),
  (file) => fs.symlinkSync('/dev/zero', file),
  (file) => fs.symlinkSync('/dev/stdin', file),
  (file) => fs.symlinkSync('/proc/self/mem', file),
  (file) => fs.symlinkSync('nowhere', file),
  (file) => fs.symlinkSync(path.basename(file), file),
  (file) => fs.symlinkSync('.', file),
  (file) => fs.symlinkSync('..', file),
  (file) => fs.mkdirSync(file),
  (file) => fs.mkdirSync(`${file}/${Array(200).fill('deep').join('/')}`, { recursive: true }),
  (file) => fs.writeFileSync(file, '', { mode: 0 }),
  (file) => fs.mkdirSync(file, { mode: 0 }),
  (file) => fs.writeFileSync(file, 'x'.repeat(2 ** 20)),
  (file) => {
    fs.writeFileSync(file, '\x89PNG\r\n\x1a\n', 'latin1');
    fs.truncateSync(file, 600 * 2 ** 20);
  },
];

function nameOf(index: number, ending: string, die: number): string | Buffer {
  const odd = names[Math.floor(die * 3 * names.length)] ?? 'a';
  const name = `${odd}-${index}${ending && `.${ending}`}`;
  if (!odd.startsWith('latin1:')) return path.join(folder, name);
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);
}

async function makeFiles(): Promise<void> {
  const whole = await wholePictures((use) => uniform(1, use, 0, 0, 0));
  const large = oversizedPictures();
  for (let index = 0; index < Number(count); index++) {
    const die = (use: number) => uniform(Number(seed), index, use, 0, 0);
    const kind = die(1000);
    // Everything that is not a damaged picture at least once, where there are enough files.
    if (index % 8 === 0 && index / 8 < others.length) {
      await others[index / 8]?.(path.join(folder, `other-${index}.png`));
      continue;
    }
    const rest = Math.floor(index / 8);
    const special = index % 8 === 1 ? large[rest] : undefined;
    const { ending, bytes } =
      special ?? (kind < 0.05 ? whole[index % whole.length] : undefined) ?? damagedPicture(whole, die);
    const file = nameOf(index, ending, die(1001));
    if (typeof file === 'string') fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, bytes);
  }
}

/** Every regular file of the folder by its name as the program shows it, and its path. */
function filesIn(below: Buffer): { name: string; file: Buffer }[] {
  return fs.readdirSync(below, { withFileTypes: true, encoding: 'buffer' }).flatMap((entry) => {
    const file = Buffer.concat([below, Buffer.from('/'), entry.name]);
    if (entry.isDirectory()) return filesIn(file);
    const relative = file.subarray(Buffer.byteLength(folder) + 1);
    return [{ name: decodeName(relative, 2), file }];
  });
}

async function readAll(): Promise<void> {
  const files = filesIn(Buffer.from(folder));
  const report = await reportDataset(folder, settings);
  fs.writeSync(1, '.');
  const data = await readDataset(folder, settings);
  fs.writeSync(1, '.');
  if (report.images !== data.count || !data.count)
    throw new Error('two readings differ, or nothing was read');
  const mentioned = new Set([...data.files, ...data.skipped].map(({ file }) => file));
  const isHidden = (name: string) => /^\.|#recycle|^other-/.test(name);
  const forgotten = files
    .filter(({ name }) => !mentioned.has(name) && !isHidden(name))
    .map(({ name }) => name);
  if (forgotten.length) throw new Error(`neither read nor skipped: ${JSON.stringify(forgotten)}`);
  for (const { file, name } of files) {
    const text = file.toString();
    await refusedByName(text, () => decodeToValues(text, settings));
    await refusedByName(text, () => unpackRun(text, path.join(place, 'run')));
    await orRefused(() => readModelFile(text, {}));
    if (fs.existsSync(path.join(place, 'run'))) throw new Error(`${name} left something`);
    fs.writeSync(1, '.');
  }
}

/** @throws Error where something was refused without its file's name, or for no known reason */
async function refusedByName(file: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code === 'unexpected') throw new Error(`${file}: ${error.facts.stack}`, { cause: thrown });
    if (!('file' in error.facts) || error.facts.file !== file)
      throw new Error(`${error.code} does not name ${file}`);
  }
}

await makeFiles();
await readAll();
process.exit();

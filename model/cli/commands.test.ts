/** The commands that use a trained run: evaluate, inspect, sample, export and import. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPng } from '../images/decoding/image-codec';
import { readPngText } from '../images/png-text';
import { readRunRecord, runPaths } from '../run/run-folder';
import { runCommand, runForJson, type JsonLine } from '../testing/captured-terminal';
import { writeTinyImages } from '../testing/tiny-images';

let folder: string;
let images: string;
let run: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commands-'));
  images = path.join(folder, 'images');
  run = path.join(folder, 'run');
  await writeTinyImages(images, { count: 10, size: 8 });
  fs.writeFileSync(path.join(images, 'broken.png'), 'no picture');
  const settings = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=2'];
  const train = [
    'train',
    '--data',
    images,
    '--run',
    run,
    '--steps',
    '3',
    ...settings.flatMap((pair) => ['--set', pair]),
  ];
  expect((await runCommand(train)).code).toBe(0);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('evaluate is the mean of the bits that inspect prints for every pixel', async () => {
  const two = path.join(folder, 'two');
  await writeTinyImages(two, { count: 1, size: 8 });
  fs.copyFileSync(path.join(two, '0000.png'), path.join(two, 'again.png'));
  fs.copyFileSync(path.join(images, '0005.png'), path.join(two, 'other.png'));
  const evaluated = await runForJson(['evaluate', '--run', run, '--data', two]);
  expect(evaluated).toMatchObject({ code: 0, stderr: '' });
  const [{ bits_per_dim: bits, nats_per_dim: nats, images: count } = {}] = evaluated.lines;
  expect(evaluated.lines).toHaveLength(1);
  expect(count).toBe(3);

  let sum = 0;
  for (const file of fs.readdirSync(two)) {
    for (let i = 0; i < 64; i++) {
      const position = ['--x', String(i % 8), '--y', String(Math.floor(i / 8))];
      const { lines } = await runForJson([
        'inspect',
        '--run',
        run,
        '--image',
        path.join(two, file),
        ...position,
      ]);
      const [pixel = {}] = lines;
      const probabilities = pixel['probabilities'] as number[];
      expect(probabilities).toHaveLength(4);
      expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
      const probability = probabilities[numberOf(pixel, 'value')] as number;
      expect(numberOf(pixel, 'bits')).toBeCloseTo(-Math.log2(probability), 5);
      sum += numberOf(pixel, 'bits');
    }
  }
  expect(bits).toBeCloseTo(sum / (3 * 64), 5);
  expect(nats).toBeCloseTo((sum / (3 * 64)) * Math.LN2, 5);
});

test('inspect refuses a pixel outside the picture and a file that is not a picture', async () => {
  const image = path.join(images, '0000.png');
  const inspect = (...rest: string[]) => runCommand(['inspect', '--run', run, ...rest]);
  for (const position of [
    ['--x', '8', '--y', '0'],
    ['--x', '0', '--y', '-1'],
  ]) {
    const { code, stdout, stderr } = await inspect('--image', image, ...position);
    expect(stderr).toContain('The picture is 8 wide and 8 high');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  }
  expect((await inspect('--image', image, '--x', '1.5', '--y', '0')).stderr).toContain('--x cannot be “1.5”');
  const broken = await inspect('--image', path.join(images, 'broken.png'), '--x', '0', '--y', '0');
  expect(broken.stderr).toContain('broken.png cannot be read');
});

test('inspect shows a person the distribution as bars', async () => {
  const image = path.join(images, '0000.png');
  const { stdout } = await runCommand(['inspect', '--run', run, '--image', image, '--x', '3', '--y', '2']);
  const bars = stdout.split('\n').filter((line) => line.startsWith('  '));
  expect(bars).toHaveLength(4);
  expect(bars.filter((line) => line.includes('the picture'))).toHaveLength(1);
});

test('sample writes the pictures it names, the same at every count', async () => {
  const out = path.join(folder, 'pictures');
  const sample = (count: number, into: string) =>
    runForJson(['sample', '--run', run, '--count', String(count), '--seed', '5', '--out', into]);
  const { code, stderr, lines } = await sample(3, out);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const files = lines.map(({ file }) => file as string);
  expect(files).toHaveLength(3);
  expect(fs.readdirSync(out).map((name) => path.join(out, name))).toEqual(files);

  expect(lines.map(({ image }) => image)).toEqual([0, 1, 2]);
  expect(readPngText(files[2] as string)).toMatchObject({ Image: '2', Seed: '5', Temperature: '1' });

  const alone = path.join(folder, 'alone');
  const [{ file } = {}] = (await sample(1, alone)).lines;
  expect(await readPng(file as string)).toEqual(await readPng(files[0] as string));
});

test('weights are exported and imported without naming their settings', async () => {
  const file = path.join(folder, 'weights.safetensors');
  const again = path.join(folder, 'weights');
  expect((await runCommand(['export', '--run', run, '--out', file])).code).toBe(0);
  const { code, lines } = await runForJson(['import', '--from', file, '--run', again]);
  const { size, filters, blocks, levels } = readRunRecord(run).settings;
  expect({ code, lines }).toEqual({ code: 0, lines: [{ run: again, filters, blocks, levels, size }] });
  expect(readRunRecord(again).settings).toEqual(readRunRecord(run).settings);
});

test('a whole run is exported and imported as one file', async () => {
  const file = path.join(folder, 'out.pixelcnn');
  const again = path.join(folder, 'again');
  const exported = await runForJson(['export', '--run', run, '--out', file]);
  expect(exported).toMatchObject({ code: 0, stderr: '', lines: [{ file }] });
  const imported = await runForJson(['import', '--from', file, '--run', again]);
  expect(imported).toMatchObject({ code: 0, stderr: '', lines: [{ run: again, status: 'finished' }] });
  expect(readRunRecord(again)).toEqual({ ...readRunRecord(run), dataFolder: '' });
  expect(fs.readFileSync(runPaths(again).metrics)).toEqual(fs.readFileSync(runPaths(run).metrics));
  expect((await runCommand(['import', '--from', file, '--run', again])).code).toBe(1);
});

function numberOf(line: JsonLine, name: string): number {
  expect(line[name]).toBeTypeOf('number');
  return line[name] as number;
}

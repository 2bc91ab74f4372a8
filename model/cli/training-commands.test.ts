/** The commands train and resume. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRunRecord, runPaths } from '../run/run-folder';
import { CapturedTerminal, runCommand, runForJson, type JsonLine } from '../testing/captured-terminal';
import { writeTinyImages } from '../testing/tiny-images';
import { checkpointSteps } from '../run/training-state';

let folder: string;
let images: string;
let run: string;
const tiny = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=2', 'evaluateEvery=2'];
const settings = tiny.flatMap((pair) => ['--set', pair]);

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'commands-'));
  images = path.join(folder, 'images');
  run = path.join(folder, 'run');
  await writeTinyImages(images, { count: 10, size: 8 });
  fs.writeFileSync(path.join(images, 'broken.png'), 'no picture');
  fs.copyFileSync(path.join(images, '0000.png'), path.join(images, 'copy.png'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('train writes a run and prints each log point and each skipped file', async () => {
  const { code, stderr, lines } = await runForJson([
    ...['train', '--data', images, '--run', run, '--steps', '3', '--seed', '7'],
    ...settings,
    ...['--set', 'keepEvery=2', '--set', 'checkpointEvery=2'],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(lines.filter((line) => 'skipped' in line)).toEqual([
    { skipped: 'broken.png', reason: 'not-an-image', detail: 'it has no known picture format' },
    { skipped: 'copy.png', reason: 'duplicate', detail: 'the same as 0000.png' },
  ]);
  const steps = lines.filter((line) => 'bits_per_dim' in line);
  expect(steps.map(({ step }) => step)).toEqual([1, 2, 3]);
  for (const step of steps) {
    expect(step).toMatchObject({ learning_rate: 0.002, epoch: (step['step'] as number) / 3 });
    expect(numberOf(step, 'bits_per_dim')).toBeCloseTo(numberOf(step, 'nats_per_dim') / Math.LN2, 12);
  }
  const validations = lines.filter((line) => 'validation_bits_per_dim' in line);
  expect(validations.map(({ step }) => step)).toEqual([0, 2, 3]);
  expect(lines).toHaveLength(2 + 3 + 3);

  expect(readRunRecord(run)).toMatchObject({
    name: 'run',
    preset: 'tiny',
    status: 'finished',
    dataFolder: images,
    settings: { size: 8, filters: 4, steps: 3, seed: 7 },
  });
  expect(fs.existsSync(runPaths(run).sample(0))).toBe(true);
  expect(fs.readFileSync(runPaths(run).last, 'utf8')).toBe('3\n');
});

test('given epochs override the steps of the preset', async () => {
  const runFolder = path.join(folder, 'epochs');
  const { code, lines } = await runForJson([
    ...['train', '--data', images, '--run', runFolder, '--preset', 'tiny', '--set', 'epochs=1'],
    ...settings,
  ]);
  expect(code).toBe(0);
  // 9 training images in batches of 4.
  expect(lines.filter((line) => 'bits_per_dim' in line)).toHaveLength(3);
  expect(readRunRecord(runFolder).settings).toMatchObject({ epochs: 1, steps: 0 });
});

test('resume trains to the given step', async () => {
  const finished = await runCommand(['resume', '--run', run]);
  expect(finished.code).toBe(1);
  expect(finished.stderr).toContain('is finished');

  const { code, lines } = await runForJson(['resume', '--run', run, '--steps', '5']);
  expect(code).toBe(0);
  expect(lines.filter((line) => 'bits_per_dim' in line).map(({ step }) => step)).toEqual([4, 5]);
});

test('resume can use an earlier checkpoint, and names the existing ones', async () => {
  const resume = (checkpoint: string) =>
    runForJson(['resume', '--run', run, '--steps', '5', '--checkpoint', checkpoint]);
  const refused = await resume('99');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/no checkpoint of step 99\. It has those of steps? .*5/);
  const [earliest = NaN] = checkpointSteps(run);
  expect(earliest).toBeLessThan(5);
  const { lines } = await resume(String(earliest));
  const steps = lines.filter((line) => 'bits_per_dim' in line).map(({ step }) => step);
  expect(steps).toEqual([1, 2, 3, 4, 5].slice(earliest));
});

test('resume names the changed files of a data set, and continues if they are accepted', async () => {
  const moved = path.join(folder, 'moved');
  fs.cpSync(images, moved, { recursive: true });
  fs.rmSync(path.join(moved, '0001.png'));
  const resume = ['resume', '--run', run, '--steps', '6', '--data', moved];
  const refused = await runCommand(resume);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('Missing: 0001.png');

  const accepted = await runCommand([...resume, '--accept-changed-data']);
  expect(accepted.code).toBe(0);
  expect(accepted.stderr).toContain('1 image has changed since the run started');
  expect(readRunRecord(run).history.map(({ event }) => event)).toContain('accepted-changed-data');
});

test('a person sees the progress and the folder of the run', async () => {
  const elsewhere = path.join(folder, 'spoken');
  const { code, stdout, stderr } = await runCommand([
    ...['train', '--data', images, '--run', elsewhere, '--steps', '1'],
    ...settings,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n')).toEqual([
    'Skipped broken.png: it is not an image (it has no known picture format)',
    'Skipped copy.png: it is the same as another (the same as 0000.png)',
    expect.stringMatching(
      /^Training on 9 images, 1 used for validation\. \d+ parameters, steps 0 to 1, 3 per epoch/,
    ),
    expect.stringMatching(/^Step 0, validation \d\.\d{3} bits per dimension, the best so far$/),
    expect.stringMatching(/^Step 1, validation \d\.\d{3} bits per dimension/),
    `Finished at step 1: ${elsewhere}`,
    '',
  ]);
});

test('train and evaluate print notes on images, for a person and as JSON', async () => {
  const odd = path.join(folder, 'odd');
  await writeTinyImages(odd, { count: 2, size: 8 });
  const of = (background: string, channels: 3 | 4 = 3) =>
    sharp({ create: { width: 8, height: 8, channels, background } });
  await of('#0000', 4).png().toFile(path.join(odd, 'clear.png'));
  await of('#222').withMetadata({ orientation: 6 }).jpeg().toFile(path.join(odd, 'turned.jpg'));
  await of('#f00').toColourspace('cmyk').jpeg().toFile(path.join(odd, 'printed.jpg'));
  const records = [
    { note: 'alpha', images: 1, files: ['clear.png'] },
    { note: 'turned', images: 1, files: ['turned.jpg'] },
    { note: 'cmyk', images: 1, files: ['printed.jpg'] },
    { note: 'flat', images: 3, files: ['clear.png', 'printed.jpg', 'turned.jpg'] },
  ];
  const lines = [
    'With transparency: 1 image. Blended with the background colour.',
    'Turned by the camera: 1 image. Turned upright.',
    'Printing colours (CMYK): 1 image. Converted to red, green and blue.',
    'One colour throughout: 3 images. At this size and with these levels no detail is left.',
    '3 of them are one colour throughout, so there is little to learn. Many are transparent: another background, ' +
      'or colour instead of grey, may bring them out.',
  ];
  const train = (name: string) => [
    ...['train', '--data', odd, '--run', path.join(folder, name), '--steps', '1'],
    ...settings,
  ];
  const evaluate = ['evaluate', '--run', run, '--data', odd];
  for (const args of [train('odd-json'), evaluate]) {
    const report = await runForJson(args);
    expect(report.code).toBe(0);
    expect(report.lines.filter((line) => 'note' in line)).toEqual(records);
  }
  for (const args of [train('odd-plain'), evaluate]) {
    expect((await runCommand(args)).stdout).toContain(lines.join('\n'));
  }
});

test('an interrupted training is saved, and the command to resume it is printed', async () => {
  const interrupted = path.join(folder, 'interrupted');
  const terminal = new CapturedTerminal();
  const training = runCommand(
    ['train', '--data', images, '--run', interrupted, '--set', 'steps=100000', ...settings],
    terminal,
  );
  await until(() => terminal.output.stdout.includes('Step 2, validation'));
  terminal.interrupt();
  const { code, stderr } = await training;
  expect(code).toBe(0);
  const { step } = readRunRecord(interrupted).history.at(-1) ?? {};
  expect(readRunRecord(interrupted).status).toBe('stopped');
  expect(fs.readFileSync(runPaths(interrupted).last, 'utf8')).toBe(`${step}\n`);
  expect(stderr).toContain(`Stopped at step ${step}. Continue with: npm run --silent cli -- resume --run`);
  expect(terminal.hasQuit).toBe(false);
  expect(terminal.isListening).toBe(false);
});

test('a training interrupted while it prepares leaves nothing', async () => {
  const runFolder = path.join(folder, 'early');
  const terminal = new CapturedTerminal((own) => own.interrupt());
  const { stderr } = await runCommand(['train', '--data', images, '--run', runFolder, ...settings], terminal);
  expect(stderr).toContain('Stopped before training began; no run was made.');
  expect(fs.existsSync(runFolder)).toBe(false);
});

test('a second interruption quits at once', async () => {
  const terminal = new CapturedTerminal((own) => {
    own.interrupt();
    expect(own.hasQuit).toBe(false);
    own.interrupt();
    expect(own.hasQuit).toBe(true);
  });
  await runCommand(['train', '--data', images, '--run', path.join(folder, 'quit'), ...settings], terminal);
  expect(terminal.hasQuit).toBe(true);
});

test('a training that cannot begin leaves no run, so that it can be corrected and started again', async () => {
  const runFolder = path.join(folder, 'unbegun');
  const train = (data: string) =>
    runCommand(['train', '--data', data, '--run', runFolder, '--steps', '1', ...settings]);
  const missing = await train(path.join(folder, 'nowhere'));
  expect(missing.stderr).toContain('nowhere cannot be opened');
  expect(missing.code).toBe(1);
  expect(fs.existsSync(runFolder)).toBe(false);
  expect((await train(images)).code).toBe(0);

  const again = await train(images);
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('already holds a run');
  expect(fs.existsSync(runPaths(runFolder).last)).toBe(true);
});

function numberOf(line: JsonLine, name: string): number {
  expect(line[name]).toBeTypeOf('number');
  return line[name] as number;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

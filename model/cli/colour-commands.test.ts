/** The commands for networks that know colours, palettes and classes. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { readPng } from '../images/decoding/image-codec';
import { readPngText } from '../images/png-text';
import { readRunRecord } from '../run/run-folder';
import { runCommand, runForJson } from '../testing/captured-terminal';
import { writeTinyImages } from '../testing/tiny-images';
import { classNames, colourRuns } from '../testing/colour-runs';

const { fixture, image, drawing } = colourRuns();

test('train lets the network know the classes, and the run keeps their names', async () => {
  const run = path.join(fixture.folder, 'trained');
  const set = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=2', 'colour=rgb'];
  const { code, stderr } = await runForJson([
    ...['train', '--data', fixture.images, '--run', run, '--steps', '2', '--classes'],
    ...set.flatMap((pair) => ['--set', pair]),
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readRunRecord(run)).toMatchObject({ settings: { classes: 'folders', colour: 'rgb' }, classNames });
});

test('train refuses classes where there are none before it makes the run', async () => {
  const flat = path.join(fixture.folder, 'flat');
  const run = path.join(fixture.folder, 'classless');
  await writeTinyImages(flat, { count: 4, size: 8 });
  const train = ['train', '--data', flat, '--run', run, '--classes', '--set', 'size=8'];
  const made = vi.spyOn(fs, 'mkdirSync');
  const { code, stdout, stderr } = await runCommand(train);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('fewer than two classes');
  expect(made.mock.calls.map(([created]) => String(created))).not.toContain(run);
  made.mockRestore();
  expect(fs.existsSync(run)).toBe(false);
});

test('a class is chosen by its name, in any Unicode normalisation, also that of images in no subfolder', async () => {
  const data = path.join(fixture.folder, 'named');
  const run = path.join(fixture.folder, 'named run');
  await writeTinyImages(data, { count: 6, size: 8, classes: 2, inColour: true });
  fs.renameSync(path.join(data, 'class-0'), path.join(data, 'Bären'.normalize('NFD')));
  for (const name of fs.readdirSync(path.join(data, 'class-1'))) {
    fs.renameSync(path.join(data, 'class-1', name), path.join(data, name));
  }
  const set = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=2'];
  const trained = await runForJson([
    ...['train', '--data', data, '--run', run, '--steps', '1', '--classes'],
    ...set.flatMap((pair) => ['--set', pair]),
  ]);
  expect(trained).toMatchObject({ code: 0, stderr: '' });
  expect(readRunRecord(run).classNames).toEqual(['Bären'.normalize('NFC'), 'no-subfolder']);
  const draw = async (out: string, name: string) => {
    const { code, lines } = await runForJson(['sample', ...drawing(run, out, '--class', name)]);
    expect(code).toBe(0);
    const file = lines[0]?.['file'] as string;
    return { drawnAs: readPngText(file)['Class'], values: (await readPng(file)).values };
  };
  const bears = await draw('bears', 'Bären'.normalize('NFC'));
  expect(bears.drawnAs).toBe('Bären'.normalize('NFC'));
  expect(await draw('bears apart', 'Bären'.normalize('NFD'))).toEqual(bears);
  expect((await draw('loose', 'no-subfolder')).drawnAs).toBe('no-subfolder');
  const { lines } = await runForJson(['evaluate', '--run', run, '--data', data]);
  const evaluated = lines.filter((line) => 'class' in line).map((line) => line['class']);
  expect(evaluated).toEqual(readRunRecord(run).classNames);
});

test('evaluate prints classes and images, the most surprising first, and their mean', async () => {
  const args = ['evaluate', '--run', fixture.coloured, '--data', fixture.images];
  const { code, lines } = await runForJson([...args, '--per-image']);
  expect(code).toBe(0);
  const perImage = lines.filter((line) => 'file' in line);
  const perClass = lines.filter((line) => 'class' in line);
  expect(perImage).toHaveLength(10);
  expect(perClass.map((line) => [line['class'], line['images']])).toEqual(
    classNames.map((name) => [name, 5]),
  );
  const bits = perImage.map((line) => line['bits_per_dim'] as number);
  expect(bits).toEqual([...bits].sort((a, b) => b - a));
  const mean = bits.reduce((sum, own) => sum + own, 0) / 10;
  expect(lines.at(-1)).toMatchObject({ images: 10 });
  expect(lines.at(-1)?.['bits_per_dim']).toBeCloseTo(mean, 6);
  expect((await runForJson(args)).lines).toEqual([...perClass, lines.at(-1)]);
});

test('sample draws the same pictures from a later number on, with classes in turn too', async () => {
  const args = (count: string, out: string) => [
    '--run',
    fixture.coloured,
    '--seed',
    '5',
    '--count',
    count,
    '--out',
    path.join(fixture.folder, out),
  ];
  const all = await runForJson(['sample', ...args('6', 'six')]);
  const last = await runForJson(['sample', ...args('1', 'sixth'), '--first', '5']);
  expect(last).toMatchObject({ code: 0, stderr: '', lines: [{ image: 5 }] });
  const [file, sixth] = [last.lines[0]?.['file'], all.lines[5]?.['file']] as [string, string];
  expect(path.basename(file)).toBe(path.basename(sixth));
  expect(await readPng(file)).toEqual(await readPng(sixth));
  expect(await readPng(file)).not.toEqual(await readPng(all.lines[0]?.['file'] as string));
  expect(readPngText(file)).toMatchObject({ Image: '5', Seed: '5' });
});

test.each<[string, () => string, string]>([
  ['a file', () => image(), 'A file is where a folder was expected'],
  ['a name of too many bytes', () => path.join(fixture.folder, '字'.repeat(100)), 'Its name is too long'],
  ...(process.platform === 'linux'
    ? [
        ['/proc', () => '/proc/none', 'The system allows no new folder there'] as [
          string,
          () => string,
          string,
        ],
      ]
    : []),
])('sample cannot write into %s, and finds out before it draws', async (_, out, reason) => {
  const { code, stdout, stderr } = await runCommand([
    ...['sample', '--run', fixture.coloured, '--count', '100000', '--seed', '1', '--out', out()],
  ]);
  expect(stderr).toContain(` cannot be used. ${reason}.`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('a drawing that fails leaves no new folder, and an existing one stays', async () => {
  const there = path.join(fixture.folder, 'there');
  fs.mkdirSync(there);
  for (const out of [there, path.join(fixture.folder, 'not-there')]) {
    const { code } = await runCommand([
      'sample',
      ...drawing(fixture.coloured, path.basename(out), '--class', 'cats'),
    ]);
    expect(code).toBe(1);
  }
  expect([fs.existsSync(there), fs.existsSync(path.join(fixture.folder, 'not-there'))]).toEqual([
    true,
    false,
  ]);
});

test('sample draws one class or all in turn', async () => {
  const one = await runForJson(['sample', ...drawing(fixture.coloured, 'one', '--class', 'class-1')]);
  expect(one).toMatchObject({ code: 0, stderr: '' });
  const inTurn = await runForJson(['sample', ...drawing(fixture.coloured, 'turn')]);
  const file = ({ lines }: typeof one, n: number) => lines[n]?.['file'] as string;
  expect(readPngText(file(one, 0))).toMatchObject({ Class: 'class-1' });
  expect(readPngText(file(inTurn, 0))['Class']).toBeUndefined();
  expect(await readPng(file(inTurn, 1))).toEqual(await readPng(file(one, 1)));
  expect(await readPng(file(inTurn, 0))).not.toEqual(await readPng(file(one, 0)));
  const unknown = await runCommand(['sample', ...drawing(fixture.coloured, 'none', '--class', 'cats')]);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('class-0, class-1');
});

test('inspect prints three distributions for a colour pixel, given a class', async () => {
  const inspect = (...rest: string[]) =>
    runForJson(['inspect', '--run', fixture.coloured, '--image', image(), '--x', '3', '--y', '4', ...rest]);
  const { lines } = await inspect();
  const [{ probabilities, value, bits } = {}] = lines as {
    probabilities?: number[][];
    value?: number[];
    bits?: number[];
  }[];
  expect([probabilities, value, bits].map((own) => own?.length)).toEqual([3, 3, 3]);
  probabilities?.forEach((own, channel) => {
    expect(own).toHaveLength(4);
    expect(own.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(bits?.[channel]).toBeCloseTo(-Math.log2(own[value?.[channel] ?? -1] as number), 4);
  });
  expect((await inspect('--class', 'class-0')).lines).toEqual(lines);
  expect((await inspect('--class', 'class-1')).lines).not.toEqual(lines);
});

test('inspect shows a person the colours by name, and those of a palette as they are written', async () => {
  const bars = async (run: string) =>
    (await runCommand(['inspect', '--run', run, '--image', image(), '--x', '3', '--y', '4'])).stdout;
  const colour = await bars(fixture.coloured);
  for (const name of ['Red: level', 'Green, given red: level', 'Blue, given red and green: level']) {
    expect(colour).toContain(name);
  }
  expect(await bars(fixture.painted)).toMatch(/^Colour: level \d \(colour #[0-9a-f]{6}\)/m);
});

test('inspect --causality counts forbidden dependencies, and shows what a pixel sees', async () => {
  const args = ['inspect', '--run', fixture.painted, '--causality'];
  const { code, lines } = await runForJson(args);
  expect(code).toBe(0);
  expect(lines).toEqual([{ forbidden: 0, height: 8, width: 8, seen: expect.anything() as object }]);
  const { seen } = lines[0] as { seen: { x: number; y: number; pixels: number[][] } };
  expect([seen.x, seen.y, seen.pixels.length]).toEqual([4, 7, 8]);
  const { stdout } = await runCommand(args);
  expect(stdout).toContain('No dependency on pixels that come later');
  expect(stdout).toContain('·  comes later');
  expect(stdout.split('\n').filter((line) => /^ {2}[█▒░·X-]{8}$/.test(line))).toHaveLength(8);
});

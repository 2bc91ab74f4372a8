/** The commands for networks that know colours, palettes and classes. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { encodePng, readPng } from '../images/decoding/image-codec';
import { readPngText } from '../images/png-text';
import { readRunRecord } from '../run/run-folder';
import { runCommand, runForJson } from '../testing/captured-terminal';
import { storeRandomRun } from '../testing/random-run';
import { writeTinyImages } from '../testing/tiny-images';

let folder: string;
let images: string;
let coloured: string;
let painted: string;
const classNames = ['class-0', 'class-1'];
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'colour-commands-'));
  images = path.join(folder, 'images');
  coloured = path.join(folder, 'coloured');
  painted = path.join(folder, 'painted');
  await writeTinyImages(images, { count: 10, size: 8, classes: 2, inColour: true });
  const rgb = { architecture: 'gated', filters: 16, headFilters: 40, blocks: 1, colour: 'rgb' } as const;
  storeRandomRun(coloured, { ...rgb, size: 8, levels: 4, classes: 'folders' }, { classNames });
  storeRandomRun(painted, { filters: 12, blocks: 1, size: 8, levels: 5, colour: 'palette' });
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const image = () => path.join(images, 'class-1', '0001.png');
const drawing = (run: string, out: string, ...rest: string[]) => [
  ...['--run', run, '--count', '2', '--seed', '5', '--out', path.join(folder, out)],
  ...rest,
];

test('train tells the network the classes, and the run keeps their names', async () => {
  const run = path.join(folder, 'trained');
  const set = ['size=8', 'filters=4', 'blocks=1', 'batchSize=4', 'sampleCount=2', 'colour=rgb'];
  const { code, stderr } = await runForJson([
    ...['train', '--data', images, '--run', run, '--steps', '2', '--classes'],
    ...set.flatMap((pair) => ['--set', pair]),
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readRunRecord(run)).toMatchObject({ settings: { classes: 'folders', colour: 'rgb' }, classNames });
});

test('train refuses classes where there are none before it makes the run', async () => {
  const flat = path.join(folder, 'flat');
  const run = path.join(folder, 'classless');
  await writeTinyImages(flat, { count: 4, size: 8 });
  const train = ['train', '--data', flat, '--run', run, '--classes', '--set', 'size=8'];
  const made = vi.spyOn(fs, 'mkdirSync');
  const { code, stdout, stderr } = await runCommand(train);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('fewer than two classes');
  expect(made.mock.calls.map(([place]) => String(place))).not.toContain(run);
  made.mockRestore();
  expect(fs.existsSync(run)).toBe(false);
});

test('a class is asked for by its name, also that of images in no subfolder, however Unicode is written', async () => {
  const data = path.join(folder, 'named');
  const run = path.join(folder, 'named run');
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

test('evaluate tells classes and images, the most surprising first, and their mean', async () => {
  const args = ['evaluate', '--run', coloured, '--data', images];
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

test('sample draws from a number on what it draws from 0 on, classes in turn too', async () => {
  const args = (count: string, out: string) => [
    '--run',
    coloured,
    '--seed',
    '5',
    '--count',
    count,
    '--out',
    path.join(folder, out),
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
  ['a name of too many bytes', () => path.join(folder, '字'.repeat(100)), 'Its name is too long'],
  ...(process.platform === 'linux'
    ? [
        ['/proc', () => '/proc/none', 'The system lets no folder be made there'] as [
          string,
          () => string,
          string,
        ],
      ]
    : []),
])('sample cannot write into %s, and finds out before it draws', async (_, out, reason) => {
  const { code, stdout, stderr } = await runCommand([
    ...['sample', '--run', coloured, '--count', '100000', '--seed', '1', '--out', out()],
  ]);
  expect(stderr).toContain(` cannot be used. ${reason}.`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('a drawing that fails leaves no empty folder, and one that was there stays', async () => {
  const there = path.join(folder, 'there');
  fs.mkdirSync(there);
  for (const out of [there, path.join(folder, 'not-there')]) {
    const { code } = await runCommand([
      'sample',
      ...drawing(coloured, path.basename(out), '--class', 'cats'),
    ]);
    expect(code).toBe(1);
  }
  expect([fs.existsSync(there), fs.existsSync(path.join(folder, 'not-there'))]).toEqual([true, false]);
});

test('sample draws one class or all in turn', async () => {
  const one = await runForJson(['sample', ...drawing(coloured, 'one', '--class', 'class-1')]);
  expect(one).toMatchObject({ code: 0, stderr: '' });
  const inTurn = await runForJson(['sample', ...drawing(coloured, 'turn')]);
  const file = ({ lines }: typeof one, n: number) => lines[n]?.['file'] as string;
  expect(readPngText(file(one, 0))).toMatchObject({ Class: 'class-1' });
  expect(readPngText(file(inTurn, 0))['Class']).toBeUndefined();
  expect(await readPng(file(inTurn, 1))).toEqual(await readPng(file(one, 1)));
  expect(await readPng(file(inTurn, 0))).not.toEqual(await readPng(file(one, 0)));
  const unknown = await runCommand(['sample', ...drawing(coloured, 'none', '--class', 'cats')]);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('class-0, class-1');
});

test('inspect tells three distributions for a colour pixel, as one of a class', async () => {
  const inspect = (...rest: string[]) =>
    runForJson(['inspect', '--run', coloured, '--image', image(), '--x', '3', '--y', '4', ...rest]);
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
  const colour = await bars(coloured);
  for (const name of ['Red: level', 'Green, given red: level', 'Blue, given red and green: level']) {
    expect(colour).toContain(name);
  }
  expect(await bars(painted)).toMatch(/^Colour: level \d \(colour #[0-9a-f]{6}\)/m);
});

test('inspect --causality counts what is forbidden, and shows what a pixel sees', async () => {
  const args = ['inspect', '--run', painted, '--causality'];
  const { code, lines } = await runForJson(args);
  expect(code).toBe(0);
  expect(lines).toEqual([{ forbidden: 0, height: 8, width: 8, seen: expect.anything() as object }]);
  const { seen } = lines[0] as { seen: { x: number; y: number; pixels: number[][] } };
  expect([seen.x, seen.y, seen.pixels.length]).toEqual([4, 7, 8]);
  const { stdout } = await runCommand(args);
  expect(stdout).toContain('No dependency on what comes later');
  expect(stdout).toContain('·  comes later');
  expect(stdout.split('\n').filter((line) => /^ {2}[█▒░·X-]{8}$/.test(line))).toHaveLength(8);
});

test('complete draws a hole or what a mask marks, and leaves the rest', async () => {
  const complete = (out: string, ...rest: string[]) =>
    runForJson(['complete', ...drawing(coloured, out, '--class', 'class-1', '--image', image()), ...rest]);
  const { code, stderr, lines } = await complete('hole', '--hole', '2,3,4,2');
  expect(code).toBe(0);
  // 8 x 8 pixels; the first unknown one is the 27th.
  expect(stderr).toContain('30 known pixels come after an unknown one');
  const isHole = (place: number) => {
    const [x, y] = [place % 8, Math.floor(place / 8)];
    return x >= 2 && x < 6 && y >= 3 && y < 5;
  };
  const { values: whole } = await readPng(image());
  for (const { file } of lines) {
    expect(readPngText(file as string)['Pixels Given']).toBe(
      Array.from({ length: 64 }, (_, place) => (isHole(place) ? '0' : '1')).join(''),
    );
    const { values } = await readPng(file as string);
    values.forEach((value, i) => {
      const shown = Math.round((255 * ((whole[i] as number) >> 6)) / 3);
      if (!isHole(Math.floor(i / 3))) expect(value).toBe(shown);
    });
  }

  const mask = path.join(folder, 'mask.png');
  const marks = Uint8Array.from({ length: 64 }, (_, place) => (isHole(place) ? 255 : 0));
  fs.writeFileSync(mask, await encodePng(marks, { height: 8, width: 8, channels: 1 }));
  const masked = await complete('mask', '--mask', mask);
  for (const [n, { file }] of masked.lines.entries()) {
    expect(await readPng(file as string)).toEqual(await readPng(lines[n]?.['file'] as string));
  }

  const second = await complete('second', '--hole', '2,3,4,2', '--first', '1', '--count', '1');
  expect(await readPng(second.lines[0]?.['file'] as string)).toEqual(
    await readPng(lines[1]?.['file'] as string),
  );
});

test('complete draws what a mask or the hole marks; a mask may be as large as the image', async () => {
  const large = path.join(folder, 'large.png');
  await writePng(large, 24, 16, (x, y) => 10 * x + y);
  const given = async (out: string, ...rest: string[]) => {
    const { code, lines } = await runForJson([
      ...['complete', ...drawing(painted, out), '--image', large, ...rest],
    ]);
    expect(code).toBe(0);
    return readPngText(lines[0]?.['file'] as string)['Pixels Given'];
  };
  const marks = (isDrawn: (x: number, y: number) => boolean) =>
    Array.from({ length: 64 }, (_, place) => (isDrawn(place % 8, Math.floor(place / 8)) ? '0' : '1')).join(
      '',
    );

  // The sides are cut off the image, and off its mask: 24 x 16 becomes 16 x 16, and then 8 x 8.
  const wide = path.join(folder, 'wide.png');
  await writePng(wide, 24, 16, (x, y) => (x >= 12 && y >= 8 ? 255 : 0));
  expect(await given('wide', '--mask', wide)).toBe(marks((x, y) => x >= 4 && y >= 4));
  expect(await given('both', '--mask', wide, '--hole', '0,6,2,1')).toBe(
    marks((x, y) => (x >= 4 && y >= 4) || (x < 2 && y === 6)),
  );
  const greys = path.join(folder, 'greys.png');
  await writePng(greys, 8, 8, (x) => 126 + x);
  expect(await given('greys', '--mask', greys)).toBe(marks((x) => x >= 2));

  const odd = path.join(folder, 'odd.png');
  await writePng(odd, 16, 16, () => 255);
  const refused = await runCommand(['complete', ...drawing(painted, 'odd'), '--image', large, '--mask', odd]);
  expect(refused.stderr).toContain(
    'must be as large as the image, 24 x 16 pixels, or as what the network sees',
  );
  expect(refused.stderr).toContain('8 x 8, and it has 16 x 16.');
  expect(refused.code).toBe(1);
});

test.each([
  [[], '--mask or --hole is missing'],
  [['--hole', '5,5,4,1'], '--hole cannot be “5,5,4,1”'],
  ...[
    '1,2',
    '1,2,3,4,5',
    '1,,2,3',
    ',1,2,3',
    '0x1,2,3,4',
    ' 1,2,3,4',
    '1e0,2,3,4',
    '1.0,2,3,4',
    '-1,2,3,4',
  ].map((hole): [string[], string] => [
    ['--hole', hole],
    `--hole cannot be “${hole}”. It must be four whole numbers X,Y,W,H of a rectangle inside 8 x 8 pixels.`,
  ]),
  [['--hole', '1,1,0,0'], 'It leaves no pixel to draw'],
])('complete with %j ends with a sentence', async (rest, sentence) => {
  const args = ['complete', ...drawing(coloured, 'wrong', '--image', image()), ...rest];
  const { code, stdout, stderr } = await runCommand(args);
  expect(stderr).toContain(sentence);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

async function writePng(file: string, width: number, height: number, grey: (x: number, y: number) => number) {
  const values = Uint8Array.from({ length: width * height }, (_, place) =>
    grey(place % width, Math.floor(place / width)),
  );
  fs.writeFileSync(file, await encodePng(values, { height, width, channels: 1 }));
}

/** The command that completes pictures. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { encodePng, readPng } from '../images/decoding/image-codec';
import { readPngText } from '../images/png-text';
import { runCommand, runForJson } from '../testing/captured-terminal';
import { colourRuns } from '../testing/colour-runs';

const { fixture, image, drawing } = colourRuns();

test('complete draws a hole or what a mask marks, and leaves the rest', async () => {
  const complete = (out: string, ...rest: string[]) =>
    runForJson([
      'complete',
      ...drawing(fixture.coloured, out, '--class', 'class-1', '--image', image()),
      ...rest,
    ]);
  const { code, stderr, lines } = await complete('hole', '--hole', '2,3,4,2');
  expect(code).toBe(0);
  // 8 x 8 pixels; the first unknown one is the 27th.
  expect(stderr).toContain('30 known pixels come after an unknown one');
  const isHole = (pixel: number) => {
    const [x, y] = [pixel % 8, Math.floor(pixel / 8)];
    return x >= 2 && x < 6 && y >= 3 && y < 5;
  };
  const { values: whole } = await readPng(image());
  for (const { file } of lines) {
    expect(readPngText(file as string)['Pixels Given']).toBe(
      Array.from({ length: 64 }, (_, pixel) => (isHole(pixel) ? '0' : '1')).join(''),
    );
    const { values } = await readPng(file as string);
    values.forEach((value, i) => {
      const shown = Math.round((255 * ((whole[i] as number) >> 6)) / 3);
      if (!isHole(Math.floor(i / 3))) expect(value).toBe(shown);
    });
  }

  const mask = path.join(fixture.folder, 'mask.png');
  const marks = Uint8Array.from({ length: 64 }, (_, pixel) => (isHole(pixel) ? 255 : 0));
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
  const large = path.join(fixture.folder, 'large.png');
  await writePng(large, 24, 16, (x, y) => 10 * x + y);
  const given = async (out: string, ...rest: string[]) => {
    const { code, lines } = await runForJson([
      ...['complete', ...drawing(fixture.painted, out), '--image', large, ...rest],
    ]);
    expect(code).toBe(0);
    return readPngText(lines[0]?.['file'] as string)['Pixels Given'];
  };
  const marks = (isDrawn: (x: number, y: number) => boolean) =>
    Array.from({ length: 64 }, (_, pixel) => (isDrawn(pixel % 8, Math.floor(pixel / 8)) ? '0' : '1')).join(
      '',
    );

  // The sides are cut off the image, and off its mask: 24 x 16 becomes 16 x 16, and then 8 x 8.
  const wide = path.join(fixture.folder, 'wide.png');
  await writePng(wide, 24, 16, (x, y) => (x >= 12 && y >= 8 ? 255 : 0));
  expect(await given('wide', '--mask', wide)).toBe(marks((x, y) => x >= 4 && y >= 4));
  expect(await given('both', '--mask', wide, '--hole', '0,6,2,1')).toBe(
    marks((x, y) => (x >= 4 && y >= 4) || (x < 2 && y === 6)),
  );
  const greys = path.join(fixture.folder, 'greys.png');
  await writePng(greys, 8, 8, (x) => 126 + x);
  expect(await given('greys', '--mask', greys)).toBe(marks((x) => x >= 2));

  const odd = path.join(fixture.folder, 'odd.png');
  await writePng(odd, 16, 16, () => 255);
  const refused = await runCommand([
    'complete',
    ...drawing(fixture.painted, 'odd'),
    '--image',
    large,
    '--mask',
    odd,
  ]);
  expect(refused.stderr).toContain(
    'must be as large as the image, 24 x 16 pixels, or as the pictures of the network',
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
  const args = ['complete', ...drawing(fixture.coloured, 'wrong', '--image', image()), ...rest];
  const { code, stdout, stderr } = await runCommand(args);
  expect(stderr).toContain(sentence);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

async function writePng(file: string, width: number, height: number, grey: (x: number, y: number) => number) {
  const values = Uint8Array.from({ length: width * height }, (_, pixel) =>
    grey(pixel % width, Math.floor(pixel / width)),
  );
  fs.writeFileSync(file, await encodePng(values, { height, width, channels: 1 }));
}

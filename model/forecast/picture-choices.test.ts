import fs from 'fs';
import os from 'os';
import path from 'path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../settings';
import { tinyImage, writeTinyImages } from '../testing/tiny-images';
import { encodePng } from '../images/decoding/image-codec';
import { choiceLevels, choiceSizes, pictureChoices } from './picture-choices';
import { quantiseAll } from '../images/pixel-levels';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'choices-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const whole = { excluded: [], classNames: [] };

test('the same images are shown at every size they are large enough for, and at every number of levels', async () => {
  await writeTinyImages(folder, { count: 6, size: 16 });
  const big = await encodePng(tinyImage(9, 28), { height: 28, width: 28, channels: 1 });
  fs.writeFileSync(path.join(folder, 'big.png'), big);
  const { files, choices } = await pictureChoices(folder, defaultSettings, whole);
  expect(files).toHaveLength(3);
  expect(files[0]).toBe('big.png');
  expect(choices).toHaveLength(choiceSizes.length * choiceLevels.length);
  for (const { size, levels, pictures } of choices) {
    const count = { 16: 3, 28: 1 }[size] ?? 0;
    expect(pictures?.count ?? 0).toBe(count);
    if (!pictures) continue;
    expect(pictures).toMatchObject({ height: size, width: size, channels: 1, levels });
    if (size === 28) expect(pictures.pixels).toEqual(quantiseAll(tinyImage(9, 28), levels));
  }
});

test('work is relative to the current settings: four times the pixels take four times the work', async () => {
  await writeTinyImages(folder, { count: 2 });
  const settings = { ...defaultSettings, size: 32, levels: 8 };
  const { choices } = await pictureChoices(folder, settings, whole);
  const at = (size: number, levels: number) =>
    choices.find((choice) => choice.size === size && choice.levels === levels);
  expect(at(32, 8)?.work).toBe(1);
  expect(at(64, 8)?.work).toBe(4);
  expect(at(16, 8)?.work).toBe(0.25);
  expect(at(32, 256)?.work).toBeGreaterThan(1);
  expect(at(64, 8)?.memoryBytes).toBeGreaterThan(at(16, 8)?.memoryBytes as number);
});

test('with a palette only its numbers of levels are offered, and excluded images are not shown', async () => {
  const [first] = await writeTinyImages(folder, { count: 2, inColour: true });
  const settings = { ...defaultSettings, colour: 'palette' } as const;
  const { files, choices } = await pictureChoices(folder, settings, {
    ...whole,
    excluded: [first as string],
  });
  expect(files).not.toContain(first);
  expect([...new Set(choices.map(({ levels }) => levels))]).toEqual([4, 8, 16]);
  for (const { size, levels, pictures } of choices) {
    if (size === 16) expect(pictures?.palette?.length).toBeLessThanOrEqual(levels);
  }
});

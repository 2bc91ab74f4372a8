import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, type Page } from 'playwright/test';
import type { StudioBridge } from '../electron/api/contract';
import { commandLine, smallRunId } from './small-run';
import { answerDialogs, exampleImages } from './studio';
import { drag, generate, openMore, pictures, side, test } from './trained-run';

type Bridged = Window & { studio: StudioBridge };

/** The grey values, 0 to 255, of the newest gallery's pictures. */
async function shownValues(page: Page): Promise<number[]> {
  return page.evaluate(async (run) => {
    const { studio } = window as unknown as Bridged;
    const listed = await studio.call('listGalleries', run);
    if (!listed.ok) throw new Error(listed.error.code);
    const [newest] = listed.value;
    const opened = await studio.call('openGallery', run, newest ? newest.id : '');
    if (!opened.ok) throw new Error(opened.error.code);
    const { pixels, levels } = opened.value.pictures;
    return Array.from(pixels, (level) => Math.round((255 * level) / (levels - 1)));
  }, smallRunId);
}

/** The grey values of PNG files, in the order of their names. */
async function valuesIn(folder: string): Promise<number[]> {
  const all: number[] = [];
  for (const file of fs.readdirSync(folder).sort()) {
    const image = sharp(path.join(folder, file)).toColourspace('b-w').extractChannel(0);
    all.push(...(await image.raw().toBuffer()));
  }
  return all;
}

const names = (page: Page) => pictures(page).locator('.names span');
const heads = (page: Page) => pictures(page).locator('.heads span');

test('the window draws the same as the command line', async ({ gallery: { page }, trained }, testInfo) => {
  await page.getByLabel('Count').fill('5');
  await page.getByLabel('Seed').fill('11');
  await page.getByLabel('Temperature').fill('0.8');
  await openMore(page);
  await page.getByLabel('Top-k').fill('3');
  await generate(page, /5 pictures, seed 11, temperature 0.8/);
  const sampled = testInfo.outputPath('sampled');
  const options = ['--count', '5', '--seed', '11', '--temperature', '0.8', '--top-k', '3', '--out', sampled];
  commandLine('sample', '--run', trained, ...options);
  const drawn = await shownValues(page);
  expect(drawn).toEqual(await valuesIn(sampled));

  // Correct masks hide what the picture held before.
  await page.getByLabel('Start', { exact: true }).selectOption('noise');
  await page.getByLabel('Count').fill('4');
  await generate(page, /4 pictures, seed 11, temperature 0.8/);
  expect(await shownValues(page)).toEqual(drawn.slice(0, (drawn.length / 5) * 4));
});

test('a half, a hole and a whole picture are completed as on the command line', async ({
  gallery: { app, page },
  trained,
}, testInfo) => {
  const image = path.join(exampleImages, '3', '003.png');
  await page.getByLabel('Count').fill('2');
  await page.getByLabel('Seed').fill('6');
  await page.getByLabel('Complete a picture').check();
  await page.locator('.chooser select').first().selectOption('file');
  await answerDialogs(app, [image]);
  await page.getByRole('button', { name: 'Choose picture…' }).click();
  const half = side / 2;
  const quarter = side / 4;
  for (const [region, hole] of [
    ['Lower half', `0,${half},${side},${half}`],
    ['Middle', `${quarter},${quarter},${half},${half}`],
  ] as const) {
    await page.getByRole('button', { name: region }).click();
    await generate(
      page,
      new RegExp(`${side * side - (region === 'Middle' ? half * half : side * half)} pixels given`),
    );
    const out = testInfo.outputPath(region);
    commandLine(
      ...['complete', '--run', trained, '--image', image, '--hole', hole],
      ...['--count', '2', '--seed', '6', '--out', out],
    );
    expect(await shownValues(page)).toEqual(await valuesIn(out));
  }
  await page.getByRole('button', { name: 'Lower half' }).click();
  await page.getByRole('button', { name: 'Upper half' }).click();
  await expect(
    page.getByText(/given pixels come after the first drawn one in raster order/).first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByText('Mark the pixels to draw.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Generate' })).toBeDisabled();
});

test('a hole that covers the whole picture is reported', async ({ gallery: { page } }) => {
  await page.getByLabel('Complete a picture').check();
  await page.getByLabel('Index', { exact: true }).fill('1');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Clear' }).click();
  const stage = page.getByRole('slider', { name: /painted blue/ });
  await expect(stage).toBeVisible();
  await stage.scrollIntoViewIfNeeded();
  const box = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const row = box.height / side;
  for (let y = 0; y < side; y++) {
    const height = box.y + (y + 0.5) * row;
    await drag(page, { x: box.x + 3, y: height }, { x: box.x + box.width - 3, y: height });
  }
  await expect(page.getByText('No pixel of the picture is kept')).toBeVisible();
  await page.getByLabel('Count').fill('2');
  await generate(page, '0 pixels given');
});

test('rows and columns of temperatures, classes and checkpoints are named', async ({ gallery: { page } }) => {
  await page.getByLabel('Count').fill('3');
  await page.getByLabel('Seed').fill('9');
  await openMore(page);
  const compare = page.getByLabel('Rows compare');
  const rows = page.getByLabel('Rows', { exact: true });

  await compare.selectOption('temperature');
  await rows.fill('0.5, 1');
  await generate(page, /6 pictures, seed 9.*rows by temperature/);
  await expect(names(page)).toHaveText(['0.5', '1']);
  await expect(heads(page)).toHaveText(['temperature × seed 9', '0', '1', '2']);

  // Rows of another kind start with values of that kind.
  await compare.selectOption('class');
  await expect(rows).toHaveValue('0, 1, 2, 3, 4, 5, 6, 7, 8, 9');
  await generate(page, /30 pictures, seed 9.*rows by class/);
  await expect(heads(page).first()).toHaveText('class × seed 9');
  await expect(names(page).first()).toHaveText('0');
  const values = await shownValues(page);

  await compare.selectOption('checkpoint');
  await generate(page, /pictures, seed 9.*rows by checkpoint/);
  await expect(heads(page).first()).toHaveText('checkpoint × seed 9');
  await expect(names(page)).toHaveText(['10', '20']);

  // A row of the grid has the same dice and class as the gallery of that class.
  await compare.selectOption('nothing');
  await page.getByLabel('Class', { exact: true }).selectOption('4');
  await generate(page, /3 pictures, seed 9.*class 4/);
  const size = 3 * side * side;
  expect(await shownValues(page)).toEqual(values.slice(4 * size, 5 * size));
});

test('rows are drawn one after another, and cancelling keeps what is done', async ({ gallery: { page } }) => {
  await page.getByLabel('Count').fill('512');
  await openMore(page);
  await page.getByLabel('Rows compare').selectOption('temperature');
  await page
    .getByLabel('Rows', { exact: true })
    .fill(Array.from({ length: 16 }, (_, i) => 0.5 + i / 100).join(', '));
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByText('8,192 pictures, being drawn')).toBeVisible();
  // The rows have their names while they are drawn.
  await expect(names(page).first()).toHaveText('0.5');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/8,192 pictures, seed 1.*unfinished/).first()).toBeVisible();
  const values = await shownValues(page);
  expect(values.some((value) => value > 0)).toBe(true);
  expect(values.slice(-1024).every((value) => value === 0)).toBe(true);
});

test('of a thousand pictures only the visible ones are in the page, and keys reach the last', async ({
  gallery: { page },
}) => {
  await page.getByLabel('Count').fill('1024');
  await generate(page, '1,024 pictures, seed 1');
  const options = pictures(page).getByRole('option');
  await expect(options.first()).toBeVisible();
  expect(await options.count()).toBeLessThan(400);
  await pictures(page).focus();
  await page.keyboard.press('End');
  await expect(pictures(page).getByRole('option', { name: 'Picture 1023' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Picture 1023' })).toBeVisible();
  await pictures(page).focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('s');
  await expect(page.getByRole('button', { name: '★ Starred' })).toHaveAttribute('aria-pressed', 'true');

  // Scrolls from one end to the other, so that no frame draws many.
  const counts = await page.evaluate(async () => {
    const box = document.querySelector('[role=listbox][aria-label=Pictures]') as HTMLElement;
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const found: number[] = [];
    for (let i = 0; i < 40; i++) {
      box.scrollTop = (box.scrollHeight * i) / 40;
      await frame();
      await frame();
      found.push(box.querySelectorAll('[role=option]').length);
    }
    return found;
  });
  expect(Math.max(...counts)).toBeLessThan(400);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

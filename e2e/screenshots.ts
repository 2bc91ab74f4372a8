/** Takes the pictures for the documents: every page and its dialogs, in both themes. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import sharp from 'sharp';
import type { Studio } from './start-program';
import { answerDialogs, chooseInMenu, chooseTheme, exampleImages, goTo, test as base } from './studio';

const docs = fileURLToPath(new URL('../resources/docs', import.meta.url));

/** The folder whose path can be seen in the pictures. */
const place = path.join(os.tmpdir(), 'PixelCNN Studio');
const images = path.join(place, 'Handwritten digits');

const test = base.extend({
  userData: async ({}, use) => {
    fs.rmSync(place, { recursive: true, force: true });
    fs.cpSync(exampleImages, images, { recursive: true });
    await use(path.join(place, 'data'));
    fs.rmSync(place, { recursive: true });
  },
});

for (const theme of ['Dark', 'Light'] as const) {
  test(`every page, ${theme.toLowerCase()}`, async ({ launch }) => {
    const studio = await launch({ withExample: true });
    const take = (name: string) => takePicture(studio.page, `${name}-${theme.toLowerCase()}`);
    await prepareWindow(studio);
    await chooseTheme(studio.page, theme);
    await data(studio, take);
    await train(studio.page, take);
    await inspect(studio.page, take);
    await gallery(studio.page, take);
    await runs(studio.page, take);
    await settings(studio, take);
  });
}

type Take = (name: string) => Promise<void>;

async function prepareWindow({ app, page }: Studio): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 840));
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 840]);
  // No dialog is taken while it appears.
  await page.emulateMedia({ reducedMotion: 'reduce' });
}

/** A palette reduces a picture of the window to a third of the bytes. */
async function takePicture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 })
    .toFile(path.join(docs, `${name}.png`));
}

async function data({ app, page }: Studio, take: Take): Promise<void> {
  await goTo(page, 'Data');
  await expect(page.getByRole('button', { name: 'Show me' })).toBeVisible();
  await take('first-start');
  await page.getByRole('button', { name: 'No, thanks' }).click();
  await answerDialogs(app, [images]);
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await page.getByRole('listbox', { name: 'Images' }).getByRole('option').nth(3).click();
  await take('data');
  await page.getByRole('button', { name: 'Compare sizes and levels by eye…' }).click();
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
  await take('sizes-and-levels');
  await page.keyboard.press('Escape');
}

async function train(page: Page, take: Take): Promise<void> {
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Measure how long it takes here' }).click();
  await expect(page.getByText('Time to train')).toBeVisible();
  await take('train-start');
  await page.getByLabel('Steps', { exact: true }).fill('600');
  await page.getByLabel('Evaluate every', { exact: true }).fill('25');
  await page.getByRole('button', { name: 'Start training' }).click();
  const slider = page.getByRole('slider', { name: 'Samples over time' });
  await expect(slider).toHaveAttribute('aria-valuetext', /step [45]\d\d/);
  await page.getByRole('region', { name: 'Settings' }).evaluate((form) => form.scrollTo(0, 0));
  await take('train');
  await expect(page.getByText('Training finished.')).toBeAttached();
}

async function inspect(page: Page, take: Take): Promise<void> {
  await goTo(page, 'Runs');
  const row = page.getByRole('row', { name: 'Example: handwritten digits' });
  await row.getByRole('button', { name: 'Open' }).click();
  await goTo(page, 'Inspect');
  const picture = page.getByRole('slider', { name: 'Picture, pixel cursor' });
  await picture.click({ position: { x: 150, y: 150 } });
  await expect(page.getByText(/^True level/).first()).toBeVisible();
  await take('inspect');
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await page.getByRole('option').nth(20).click();
  await page
    .getByRole('slider', { name: 'Picture being drawn, pixel cursor' })
    .click({ position: { x: 130, y: 130 } });
  await expect(page.getByText(/^Drawn level/).first()).toBeVisible();
  await take('inspect-drawing');
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  await expect(page.getByText(/most surprising first/)).toBeVisible();
  await take('inspect-folder');
  await page.getByRole('tab', { name: 'Masks' }).click();
  await expect(page.getByText(/^Causality: 0 forbidden/)).toBeVisible();
  await take('inspect-masks');
}

async function gallery(page: Page, take: Take): Promise<void> {
  await goTo(page, 'Gallery');
  const pictures = page.getByRole('listbox', { name: 'Pictures' }).getByRole('option');
  await expect(pictures).toHaveCount(40);
  await pictures.nth(20).click();
  await take('gallery');
}

async function runs(page: Page, take: Take): Promise<void> {
  await goTo(page, 'Runs');
  await expect(page.getByRole('img', { name: /^Validation from/ })).toHaveCount(2);
  await take('runs');
  for (const box of await page.getByLabel(/^Compare /).all()) await box.check();
  await page.getByRole('button', { name: 'Compare 2 runs' }).click();
  await expect(page.getByRole('table', { name: 'Settings that differ, and results' })).toBeVisible();
  await take('compare');
  await page.getByRole('button', { name: 'Back to all runs' }).click();
}

async function settings({ app, page }: Studio, take: Take): Promise<void> {
  await goTo(page, 'Settings');
  await expect(page.getByText(/TensorFlow 2\./)).toBeVisible();
  await take('settings');
  await chooseInMenu(app, 'shortcuts');
  await expect(page.getByRole('dialog')).toBeVisible();
  await take('shortcuts');
}

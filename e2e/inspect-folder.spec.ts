import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import { image, test } from './inspected-run';
import { smallRunId } from './small-run';
import { goTo } from './studio';

test('the folder is ranked by surprise, and the most surprising image opens', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByText('Training images').click();
  // Cancels as soon as possible.
  await Promise.all([
    page.getByRole('button', { name: 'Cancel' }).click(),
    page.getByRole('button', { name: 'Rank by surprise' }).click(),
  ]);
  await expect(page.getByRole('progressbar')).toBeHidden();
  await page.getByText('Validation images').click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  const images = page.getByRole('listbox', { name: 'Images by surprise' });
  await expect(images).toBeVisible();
  const names = await images
    .getByRole('option')
    .evaluateAll((all) => all.map((own) => own.getAttribute('aria-label') ?? ''));
  expect(names).toHaveLength(150);
  const bits = names.map((name) => Number(/, (\d\.\d{3}) bits/.exec(name)?.[1]));
  expect(bits).toEqual([...bits].sort((a, b) => b - a));
  await images.press('Home');
  await images.press('Enter');
  await expect(page.getByRole('tab', { name: 'Pixel' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(`${bits[0]?.toFixed(3)} bits/dim`)).toBeVisible();
});

test('a folder of thousands of images is ranked completely', async ({ trained, share }, testInfo) => {
  const images = testInfo.outputPath('images');
  fs.mkdirSync(images);
  const sha256 = crypto.createHash('sha256').update(fs.readFileSync(image)).digest('hex');
  const dataFiles = Array.from({ length: 2400 }, (_, n) => ({ file: `${1000 + n}.png`, sha256 }));
  for (const { file } of dataFiles) fs.copyFileSync(image, path.join(images, file));
  const { page } = await share((library) => {
    const run = path.join(library, smallRunId);
    fs.cpSync(trained, run, { recursive: true });
    const record = path.join(run, 'run.json');
    const kept = JSON.parse(fs.readFileSync(record, 'utf8')) as object;
    fs.writeFileSync(record, JSON.stringify({ ...kept, dataFolder: images, dataFiles }));
  });
  await goTo(page, 'Inspect');
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByText('Training images').click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  const summary = page.getByText(/^The 200 most surprising of all 2,160 images/);
  await expect(summary).toBeVisible();
});

test('the masks are explained with the kernels of this network', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Masks' }).click();
  await expect(page.getByText('Type A')).toBeVisible();
  await expect(page.getByText('Type B')).toBeVisible();
  await expect(page.getByRole('img', { name: /^first, .* hidden/ })).toBeVisible();
  await expect(page.getByText(/^After block 1: /)).toBeVisible();
  await page.getByRole('slider', { name: 'Layer' }).press('Home');
  await expect(page.getByText('After the first convolution: 3 rows up, 24 pixels.')).toBeVisible();
  await page.getByRole('button', { name: 'Check the masks' }).click();
  await expect(page.getByText('The masks hold.')).toBeVisible();
});

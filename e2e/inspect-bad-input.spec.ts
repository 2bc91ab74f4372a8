import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import sharp from 'sharp';
import type { StudioBridge } from '../electron/api/contract';
import { bitsPerDim, image, openPicture, picture, test } from './inspected-run';
import { smallRunId } from './small-run';
import { goTo } from './studio';

type Bridged = Window & { studio: StudioBridge };

const said = (page: Page) => page.getByRole('tabpanel').getByRole('alert');

test('a file that is not a picture, a damaged one and one too small are reported, and the last picture stays', async ({
  inspect,
}, testInfo) => {
  const { page } = inspect;
  const before = await bitsPerDim(page).innerText();
  const files = ['foreign.png', 'broken.png', 'small.png'].map((name) => testInfo.outputPath(name));
  const [foreign = '', broken = '', small = ''] = files;
  fs.writeFileSync(foreign, 'These are words.');
  fs.writeFileSync(broken, fs.readFileSync(image).subarray(0, 60));
  await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } }).toFile(small);
  for (const [file, words] of [
    [foreign, /cannot be read/],
    [broken, /cannot be read/],
    [small, /4 x 4.*the network sees 16 x 16/],
  ] as const) {
    await openPicture(inspect, file);
    await expect(said(page), file).toContainText(path.basename(file));
    await expect(said(page)).toHaveText(words);
    await expect(bitsPerDim(page)).toHaveText(before);
    await picture(page).press('ArrowRight');
  }
  await openPicture(inspect, image);
  await expect(said(page)).toBeHidden();
});

test('an empty clipboard is reported', async ({ inspect }) => {
  const { app, page } = inspect;
  await app.evaluate(({ clipboard }) => (clipboard as unknown as { clear(): void }).clear());
  await page.getByRole('combobox', { name: 'Picture from' }).selectOption({ label: 'File or clipboard' });
  await page.getByRole('button', { name: 'Paste' }).click();
  await expect(said(page)).toContainText('There is no picture on the clipboard.');
  await expect(picture(page)).toBeVisible();
});

test('a picture of another size can be inspected, but not painted on or forked', async ({ inspect }) => {
  const { page } = inspect;
  await page.evaluate(async (id) => {
    const answer = await (window as unknown as Bridged).studio.call('draw', {
      ...{ run: id, count: 1, seed: 3, temperature: 1, start: 'blank' as const },
      ...{ grid: null, className: null, completion: null, width: 24, height: 9 },
    });
    if (!answer.ok) throw new Error(answer.error.code);
  }, smallRunId);
  await page.getByRole('combobox', { name: 'Picture from' }).selectOption({ label: 'Drawn pictures' });
  await page.getByRole('option', { name: 'Picture 0', exact: true }).click();
  await expect(page.getByText('Only pictures of 16 × 16 pixels can be painted on.')).toBeVisible();
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await expect(page.getByText('Only pictures of 16 × 16 pixels can be forked.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Grow from here' })).toBeDisabled();
});

test('missing checkpoints of a run are reported in every view', async ({ inspect }) => {
  const { page, library } = inspect;
  fs.rmSync(path.join(library, smallRunId, 'checkpoints'), { recursive: true });
  await page.getByRole('option', { name: 'Picture 1', exact: true }).click();
  await expect(said(page)).toContainText('checkpoint');
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  await expect(said(page).last()).toContainText('checkpoint');
  await page.getByRole('tab', { name: 'Masks' }).click();
  await page.getByRole('button', { name: 'Check the masks' }).click();
  await expect(said(page).last()).toContainText('checkpoint');
});

test('stopping a training does not disturb its inspection', async ({ inspect }) => {
  const { page } = inspect;
  const started = await page.evaluate(async (id) => {
    const { studio } = window as unknown as Bridged;
    const folder = await studio.call('useExampleImages');
    const like = await studio.call('duplicateRun', id);
    if (!folder.ok || !like.ok) throw new Error('no folder');
    const settings = { ...like.value.settings, steps: 100_000 };
    const answer = await studio.call('startTraining', folder.value, settings, 'tiny', []);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }, smallRunId);
  await expect(page.locator(`#run-select option[value="${started}"]`)).toHaveCount(1);
  await page.locator('#run-select').selectOption(started);
  await expect(page.getByText(/These are the weights of step \d+/)).toBeVisible();
  const pictures = page.getByRole('listbox', { name: 'Validation pictures' });
  const stopped = page.evaluate(() => (window as unknown as Bridged).studio.call('stopTraining'));
  for (let index = 1; index < 12; index++) {
    await pictures.press('ArrowRight');
    await pictures.press('Enter');
    await expect(page.getByLabel('Index')).toHaveValue(String(index));
  }
  await stopped;
  await expect(page.getByText(/These are the weights of step/)).toBeHidden();
  await expect(said(page)).toBeHidden();
  await expect(bitsPerDim(page)).toBeVisible();
});

test('a run whose images are on another machine opens with its samples', async ({ trained, share }) => {
  const { page } = await share((library) => {
    const run = path.join(library, smallRunId);
    fs.cpSync(trained, run, { recursive: true });
    const file = path.join(run, 'run.json');
    const record = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>;
    fs.writeFileSync(file, JSON.stringify({ ...record, dataFolder: '/home/sender/digits' }));
  });
  await goTo(page, 'Inspect');
  await expect(picture(page)).toBeVisible();
  await expect(bitsPerDim(page)).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Picture from' })).toHaveValue('sample');
  await expect(page.getByText('The images this run learnt from are not on this machine')).toBeVisible();
  await expect(said(page)).toBeHidden();
  // Choosing its images names the missing ones.
  await page.getByRole('combobox', { name: 'Picture from' }).selectOption('validation');
  await expect(page.getByText(/sender\/digits are not those this run was trained on/)).toBeVisible();
});

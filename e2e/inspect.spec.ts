import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { expect, type Page } from 'playwright/test';
import type { StudioBridge } from '../electron/api';
import { answerDialogs, exampleImages, goTo, test as base, type Studio } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = '2026-11-24-080000';
const image = path.join(exampleImages, '3', '003.png');

function commandLine(...args: string[]): string {
  return execFileSync(process.execPath, ['electron/setup/engine.mjs', 'cli', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

interface WorkerFixtures {
  /** A small run with checkpoints at steps 10 and 20, and six drawn pictures. */
  trained: string;
}

interface Fixtures {
  /** The Inspect page of that run. */
  inspect: Studio;
}

const test = base.extend<Fixtures, WorkerFixtures>({
  trained: [
    async ({}, use, workerInfo) => {
      const folder = fs.mkdtempSync(path.join(workerInfo.project.outputDir, 'inspected-'));
      const runFolder = path.join(folder, run);
      const settings = ['filters=8', 'blocks=1', 'evaluateEvery=10', 'checkpointEvery=10', 'keepEvery=10'];
      const set = settings.flatMap((setting) => ['--set', setting]);
      commandLine('train', '--data', exampleImages, '--run', runFolder, '--steps', '20', ...set);
      await use(runFolder);
      fs.rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  inspect: async ({ trained, userData, launch }, use) => {
    fs.cpSync(trained, path.join(userData, 'library', run), { recursive: true });
    const studio = await launch();
    await goTo(studio.page, 'Inspect');
    await expect(studio.page.getByRole('slider', { name: /^Picture/ })).toBeVisible({ timeout: 30_000 });
    await use(studio);
  },
});

type Bridged = Window & { studio: StudioBridge };

/** Draws six pictures at temperature 0.8. */
async function draw(page: Page): Promise<string> {
  return page.evaluate(async (id) => {
    const answer = await (window as unknown as Bridged).studio.call('draw', {
      run: id,
      count: 6,
      seed: 3,
      temperature: 0.8,
      topK: 3,
      topP: 1,
      start: 'blank',
      grid: null,
      className: null,
      completion: null,
    });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }, run);
}

/** The levels of a gallery's pictures. */
async function levelsOf(page: Page, gallery: string): Promise<number[]> {
  return page.evaluate(
    async ([id, name]) => {
      const answer = await (window as unknown as Bridged).studio.call('openGallery', id, name);
      if (!answer.ok) throw new Error(answer.error.code);
      return Array.from(answer.value.pictures.pixels);
    },
    [run, gallery] as const,
  );
}

const picture = (page: Page) => page.getByRole('slider', { name: 'Picture, pixel cursor' });
const map = (page: Page) => page.getByLabel('Map', { exact: true });
const bitsPerDim = (page: Page) => page.getByText(/^\d\.\d{3} bits\/dim$/);
const shares = async (page: Page) =>
  (
    await page
      .getByRole('table', { name: 'Probability of every level' })
      .locator('tbody tr td:nth-of-type(2)')
      .allInnerTexts()
  ).map(Number);

/** Lets the page receive a file, as a drop or a paste. */
async function receive(page: Page, kind: 'drop' | 'paste', file: string): Promise<void> {
  if (kind === 'paste') {
    await page.evaluate(
      (bytes) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
      },
      Array.from(fs.readFileSync(file)),
    );
    return;
  }
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'carrier' }));
  });
  const session = await page.context().newCDPSession(page);
  const { root: top } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: top.nodeId, selector: '#carrier' });
  await session.send('DOM.setFileInputFiles', { nodeId, files: [file] });
  await page.evaluate(() => {
    const carrier = document.getElementById('carrier') as HTMLInputElement;
    const dataTransfer = new DataTransfer();
    for (const dropped of carrier.files ?? []) dataTransfer.items.add(dropped);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  });
}

test('pictures of every source are looked at, and the numbers are those of the command line', async ({
  inspect,
  trained,
}) => {
  const { app, page } = inspect;
  const from = page.getByRole('combobox', { name: 'Picture from' });
  const first = await bitsPerDim(page).innerText();

  await from.selectOption({ label: 'Training images' });
  await page.getByLabel('Index').fill('7');
  await page.keyboard.press('Enter');
  await expect(bitsPerDim(page)).not.toHaveText(first);
  const training = await bitsPerDim(page).innerText();
  await page.getByLabel('Index').fill('999999');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/must be a whole number from 0 to 1,?349/)).toBeVisible();

  await from.selectOption({ label: 'A file' });
  await answerDialogs(app, [image]);
  await page.getByRole('button', { name: 'Choose picture…' }).click();
  await expect(bitsPerDim(page)).not.toHaveText(training);
  const file = await bitsPerDim(page).innerText();
  await picture(page).focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'PageDown', 'ArrowDown']) {
    await page.keyboard.press(key);
  }
  await expect(picture(page)).toHaveAttribute('aria-valuetext', /^x 3, y 5: level/);
  await page.getByText('Probabilities as numbers').click();
  const told = JSON.parse(
    commandLine('inspect', '--run', trained, '--image', image, '--x', '3', '--y', '5', '--json'),
  );
  const expected = told.probabilities as number[];
  const shown = await shares(page);
  expect(shown).toHaveLength(4);
  shown.forEach((share, level) => expect(share).toBeCloseTo(expected[level] as number, 5));

  await from.selectOption({ label: 'Painted by hand' });
  await page.getByRole('button', { name: 'Blank canvas' }).click();
  await expect(bitsPerDim(page)).not.toHaveText(file);
  const blank = await bitsPerDim(page).innerText();
  for (const way of ['paste', 'drop'] as const) {
    await receive(page, way, image);
    await expect(bitsPerDim(page), way).toHaveText(file);
    await from.selectOption({ label: 'Painted by hand' });
    await page.getByRole('button', { name: 'Blank canvas' }).click();
    await expect(bitsPerDim(page)).toHaveText(blank);
  }
});

test('maps tell of every pixel, zoom by key, and compare with another checkpoint', async ({ inspect }) => {
  const { page } = inspect;
  await map(page).selectOption({ label: 'Probability of a level' });
  await picture(page).click({ position: { x: 100, y: 100 } });
  await expect(page.getByText(/probability of level 0: /)).toBeVisible();
  const zero = await page.getByText(/probability of level 0: /).innerText();
  await page.getByRole('slider', { name: 'level 0' }).fill('3');
  await expect(page.getByText(/probability of level 3: /)).toBeVisible();
  expect(await page.getByText(/probability of level 3: /).innerText()).not.toContain(zero.split(': ')[2]);

  await map(page).selectOption({ label: 'Likeliest level' });
  await expect(page.getByText(/likeliest level [0-3]\./)).toBeVisible();
  await map(page).selectOption({ label: 'Expected level' });
  await expect(page.getByText(/expected level [0-3]\.\d\d\./)).toBeVisible();

  await map(page).selectOption({ label: 'Surprise' });
  await page.getByLabel('against').selectOption('checkpoint 10');
  await expect(page.getByText(/In all .* bits less than step 10, which is worse/)).toBeVisible();
  await expect(page.getByText('the same', { exact: true })).toBeVisible();

  const width = async () => (await picture(page).boundingBox())?.width ?? 0;
  const fitted = await width();
  await page.keyboard.press('-');
  expect(await width()).toBeLessThan(fitted);
  await page.keyboard.press('0');
  expect(await width()).toBe(fitted);
  await page.getByLabel('Zoom').selectOption({ label: '64×' });
  expect(await width()).toBe(16 * 64);
});

test('temperature, top-k and top-p reshape the bars with their arithmetic, and reset', async ({
  inspect,
}) => {
  const { page } = inspect;
  await picture(page).click({ position: { x: 120, y: 120 } });
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.5');
  await expect(
    page.getByText(/^p = [\d.]+ → [\d.]+\^\(1\/0\.5\) = [\d.]+ → ÷ [\d.]+ = [\d.]+$/),
  ).toBeVisible();
  await page.getByRole('slider', { name: 'Top-k' }).fill('1');
  const heights = () =>
    page
      .locator('.bars rect')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('height'))).sort());
  expect(await heights()).toEqual([0, 0, 0, 1]);
  await page.getByLabel('Cumulative').check();
  await expect(page.locator('.cumulative')).toHaveCount(1);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.locator('.own')).toHaveCount(0);
  expect(await heights()).not.toEqual([0, 0, 0, 1]);
});

test('a painted pixel changes what comes after it, and is taken back', async ({ inspect }) => {
  const { page } = inspect;
  const before = await bitsPerDim(page).innerText();
  await page.getByLabel('What this pixel sees, and what sees it').check();
  await page.getByLabel('on the picture').check();
  await page.getByRole('slider', { name: 'Brush' }).press('End');
  await picture(page).click({ position: { x: 60, y: 60 } });
  await expect(page.getByLabel('against')).toHaveValue('stroke');
  await expect(bitsPerDim(page)).not.toHaveText(before);
  const once = await bitsPerDim(page).innerText();
  await expect(page.getByText(/In all [\d.]+ bits (more|less) than before the stroke/)).toBeVisible();
  await picture(page).press('ArrowRight');
  await picture(page).press('Enter');
  await expect(page.getByText('2 strokes.')).toBeVisible();
  await expect(bitsPerDim(page)).not.toHaveText(once);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bitsPerDim(page)).toHaveText(once);
  await page.getByRole('button', { name: 'Back to the original' }).click();
  await expect(bitsPerDim(page)).toHaveText(before);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
});

test('a drawing is stepped through, played and forked into siblings', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await expect(page.getByText('Nothing has been drawn with this run yet.')).toBeVisible();
  const gallery = await draw(page);
  await page.getByRole('tab', { name: 'Pixel' }).click();
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await page.getByRole('option', { name: 'Picture 2', exact: true }).click();
  await expect(page.getByText('Drawn at temperature 0.8, top-k 3 by step 20.')).toBeVisible();

  const stage = page.getByRole('slider', { name: 'Picture being drawn, pixel cursor' });
  await page.getByRole('slider', { name: 'Step' }).fill('100');
  await expect(stage).toHaveAttribute('aria-valuetext', /^pixel 101, x 4, y 6: level/);
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  await expect(stage).toHaveAttribute('aria-valuenow', '101');
  await page.getByText('Quick').click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number(await stage.getAttribute('aria-valuenow'))).toBeGreaterThan(110);
  await page.getByRole('button', { name: 'Pause' }).click();

  await page.getByRole('slider', { name: 'Step' }).fill('100');
  await expect(stage).toHaveAttribute('aria-valuenow', '100');
  const original = (await levelsOf(page, gallery)).slice(2 * 256, 3 * 256);
  const put = page.getByRole('slider', { name: 'Level put here' });
  await put.press(original[100] === 3 ? 'Home' : 'End');
  const level = original[100] === 3 ? 0 : 3;
  await expect(page.getByText(`Level ${level} instead of ${original[100]}.`)).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Siblings' }).fill('4');
  await page.getByRole('button', { name: 'Grow from here' }).click();
  const siblings = page.getByRole('listbox', { name: 'Pictures grown from here' });
  await expect(siblings.getByRole('option')).toHaveCount(4);
  await siblings.getByRole('option').first().click();
  await expect(page.getByText('101 pixels of it were given, not drawn.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to what was forked' }).click();
  await expect(page.getByText('were given, not drawn.')).toBeHidden();

  const names = fs.readdirSync(path.join(await libraryOf(page), run, 'gallery'));
  const grown = await levelsOf(page, names.find((name) => name !== gallery) as string);
  const kept = [...original.slice(0, 100), level];
  for (let sibling = 0; sibling < 4; sibling++) {
    expect(grown.slice(sibling * 256, sibling * 256 + 101)).toEqual(kept);
  }
});

async function libraryOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await (window as unknown as Bridged).studio.call('about');
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.libraryFolder;
  });
}

test('the folder is ranked by surprise, and the strangest image opens', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByText('Training images').click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toBeHidden();
  await page.getByText('Validation images').click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  const images = page.getByRole('listbox', { name: 'Images by surprise' });
  await expect(images).toBeVisible({ timeout: 60_000 });
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
  await expect(page.getByText('The masks hold.')).toBeVisible({ timeout: 60_000 });
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious in any view, ${theme}`, async ({ inspect }) => {
    test.setTimeout(120_000);
    const { page } = inspect;
    await draw(page);
    await page.evaluate((chosen) => (document.documentElement.dataset['theme'] = chosen), theme);
    await page.evaluate(axe);
    for (const view of ['Pixel', 'Drawing', 'Folder', 'Masks']) {
      await page.getByRole('tab', { name: view }).click();
      if (view === 'Drawing') {
        await page.getByRole('option', { name: 'Picture 0', exact: true }).click();
        await expect(page.getByRole('button', { name: 'Grow from here' })).toBeVisible();
      }
      if (view === 'Folder') {
        await page.getByRole('button', { name: 'Rank by surprise' }).click();
        await expect(page.getByRole('listbox')).toBeVisible({ timeout: 60_000 });
      }
      const findings = await page.evaluate(async () => {
        const { axe: checker } = window as unknown as { axe: { run(): Promise<AxeResults> } };
        const { violations } = await checker.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
      });
      expect(findings, view).toEqual([]);
    }
  });
}

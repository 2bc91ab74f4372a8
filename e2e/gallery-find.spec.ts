import fs from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { smallRunId } from './small-run';
import { goTo } from './studio';
import { generate, openMore, pictures, test } from './trained-run';

/** A copy of a run under another name. */
function copyRun(run: string, into: string, name: string): void {
  fs.cpSync(run, into, { recursive: true });
  const file = path.join(into, 'run.json');
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), name }));
}

async function star(page: Page, index: number): Promise<void> {
  await pictures(page)
    .getByRole('option', { name: `Picture ${index}`, exact: true })
    .click();
  await page.getByRole('button', { name: '☆ Star' }).click();
  await expect(page.getByRole('button', { name: '★ Starred' })).toBeVisible();
}

/** Counts the elements that are added to another from now on. */
async function elementsMade(within: Locator): Promise<() => Promise<number>> {
  const count = await within.evaluateHandle((watched) => {
    const made = { elements: 0 };
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof Element) made.elements += 1 + node.querySelectorAll('*').length;
      }
    }).observe(watched, { childList: true, subtree: true });
    return made;
  });
  return async () => (await count.jsonValue()).elements;
}

/** Draws with seed 21 in the run "Second" and, in rows of two temperatures, with seed 22 in the other; stars one each. */
async function drawInBothRuns(page: Page, run: Locator): Promise<void> {
  await goTo(page, 'Gallery');
  await run.selectOption({ label: 'Second' });
  await page.getByLabel('Count').fill('4');
  await page.getByLabel('Seed').fill('21');
  await generate(page, /4 pictures, seed 21/);
  await star(page, 2);

  await run.selectOption(smallRunId);
  await page.getByLabel('Seed').fill('22');
  await openMore(page);
  await page.getByLabel('Rows compare').selectOption('temperature');
  await page.getByLabel('Rows', { exact: true }).fill('0.5, 1.5');
  await generate(page, /8 pictures, seed 22/);
  await star(page, 5);
}

test('galleries and stars of all runs can be searched', async ({ trained, share }) => {
  const { page } = await share((library) => {
    fs.cpSync(trained, path.join(library, smallRunId), { recursive: true });
    copyRun(trained, path.join(library, '2026-11-24-090000'), 'Second');
  });
  const run = page.getByRole('main').getByLabel('Run', { exact: true });
  await drawInBothRuns(page, run);

  await page.getByRole('button', { name: 'Find in all runs' }).click();
  const finder = page.getByRole('region', { name: 'Galleries of all runs' });
  const tiles = finder.getByRole('listbox').getByRole('option');
  await expect(finder.getByText('2 galleries')).toBeVisible();
  // Their pictures are loaded by the job.
  await expect(tiles.first().locator('canvas')).toHaveCount(4);
  expect(await seriousFindings(page), 'finder').toEqual([]);

  await finder.getByLabel('Seed', { exact: true }).fill('21');
  await expect(finder.getByText('1 gallery of 2')).toBeVisible();
  await expect(finder.getByRole('option', { name: /Second 4 pictures seed 21, T 1/ })).toBeVisible();
  await finder.getByRole('button', { name: 'Show all galleries' }).click();
  await finder.getByLabel('Temperature', { exact: true }).fill('1.5');
  await expect(tiles).toHaveCount(1);
  await finder.getByRole('button', { name: 'Show all galleries' }).click();
  await finder.getByRole('combobox', { name: /^Run/ }).selectOption({ label: 'Second' });
  await expect(tiles).toHaveCount(1);
  await finder.getByRole('button', { name: 'Show all galleries' }).click();
  await finder.getByRole('searchbox').fill('rows temperature');
  await expect(tiles).toHaveCount(1);
  await finder.getByRole('searchbox').fill('no such thing');
  await expect(finder.getByText('No gallery matches all of this.')).toBeVisible();
  await finder.getByRole('button', { name: 'Show all galleries' }).click();

  await finder.getByLabel('Starred pictures only').check();
  await expect(finder.getByText('2 starred pictures')).toBeVisible();
  // With classes in turn picture 2 has class 2; picture 5 is in the second row, second column.
  await finder.getByRole('combobox', { name: /^Class/ }).selectOption({ label: '2' });
  await expect(finder.getByRole('option', { name: /Second Picture 2, 2 seed 21, T 1/ })).toBeVisible();
  await expect(tiles).toHaveCount(1);

  // A key moves to a picture of another run.
  await finder.getByRole('listbox', { name: 'Starred pictures' }).press('Enter');
  await expect(page.getByRole('group', { name: 'Picture 2' })).toBeVisible();
  await expect(run).toHaveValue('2026-11-24-090000');
  await expect(
    page
      .getByRole('main')
      .getByText(/4 pictures, seed 21.*1 starred/)
      .first(),
  ).toBeVisible();
});

test('two pictures can be compared, also from two galleries', async ({ gallery: { page } }) => {
  await page.getByLabel('Count').fill('3');
  await generate(page, /3 pictures, seed 1/);
  await page.getByLabel('Seed').fill('2');
  await generate(page, /3 pictures, seed 2/);
  const option = (index: number) =>
    pictures(page).getByRole('option', { name: `Picture ${index}`, exact: true });
  await option(0).click();
  await page.getByRole('button', { name: 'Compare…' }).click();
  await expect(page.getByText(/Picture 0.* is chosen\. Choose the picture to compare it with/)).toBeVisible();
  await page.getByRole('button', { name: /3 pictures, seed 1/ }).click();
  await expect(page.getByText(/3 pictures, seed 1, temperature/).first()).toBeVisible();
  await pictures(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');

  const dialog = page.getByRole('dialog', { name: 'Compare two pictures' });
  const slider = dialog.getByRole('slider', { name: 'How much of A is seen' });
  const over = dialog.locator('.over');
  await expect(slider).toHaveValue('50');
  await slider.press('ArrowRight');
  await expect(over).toHaveAttribute('style', /inset\(0px 49% 0px 0px\)/);
  await slider.press('Home');
  await expect(over).toHaveAttribute('style', /inset\(0px 100% 0px 0px\)/);
  expect(await seriousFindings(page), 'comparison').toEqual([]);
  await dialog.getByRole('tab', { name: 'Slider' }).press('End');
  await expect(dialog.getByRole('status')).toContainText(/[1-9]\d* of 144 pixels differ/);
  await dialog.getByRole('tab', { name: 'Difference' }).press('ArrowLeft');
  await expect(dialog.getByRole('img', { name: /^A, / })).toBeVisible();
  await expect(dialog.getByRole('img', { name: /^B, .*Picture 1/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

/** Five hundred runs with two galleries each, all with the pictures of `drawn`. */
function fillWithRuns(library: string, record: object, drawn: string): void {
  const gallery = JSON.parse(fs.readFileSync(path.join(drawn, 'gallery.json'), 'utf8'));
  for (let number = 0; number < 500; number++) {
    const folder = path.join(library, `run-${number}`);
    for (const [place, seed] of [
      ['a', number],
      ['b', number + 10_000],
    ] as const) {
      const into = path.join(folder, 'gallery', place);
      fs.mkdirSync(into, { recursive: true });
      fs.copyFileSync(path.join(drawn, 'pictures.png'), path.join(into, 'pictures.png'));
      fs.writeFileSync(path.join(into, 'gallery.json'), JSON.stringify({ ...gallery, id: place, seed }));
    }
    const named = { ...record, name: `Run ${number}`, dataFiles: [] };
    fs.writeFileSync(path.join(folder, 'run.json'), JSON.stringify(named));
  }
}

test('five hundred runs with galleries stay smooth', async ({ gallery, share }, testInfo) => {
  await gallery.page.getByLabel('Count').fill('4');
  await generate(gallery.page, /4 pictures, seed 1/);
  const first = testInfo.outputPath('first');
  fs.cpSync(path.join(gallery.library, smallRunId), first, { recursive: true });
  const record = JSON.parse(fs.readFileSync(path.join(first, 'run.json'), 'utf8'));
  const [id = ''] = fs.readdirSync(path.join(first, 'gallery'));

  const { page } = await share((library) => {
    fs.cpSync(first, path.join(library, smallRunId), { recursive: true });
    fillWithRuns(library, record, path.join(first, 'gallery', id));
  });
  await goTo(page, 'Gallery');
  await page.getByRole('button', { name: 'Find in all runs' }).click();
  const finder = page.getByRole('region', { name: 'Galleries of all runs' });
  await expect(finder.getByText('1,001 galleries')).toBeVisible();
  expect(await finder.getByRole('listbox').getByRole('option').count()).toBeLessThan(80);
  const made = await elementsMade(finder);
  await finder.getByLabel('Seed', { exact: true }).fill('10321');
  await expect(finder.getByRole('option', { name: /Run 321 .*seed 10321/ })).toBeVisible();
  // Only one gallery is added to the page, not a thousand.
  expect(await made()).toBeLessThan(100);
  await expect(finder.getByRole('listbox').getByRole('option').locator('canvas')).toHaveCount(4);
  await finder.getByRole('button', { name: 'Show all galleries' }).click();
  await finder.getByRole('listbox').press('End');
  await expect(finder.getByRole('listbox').getByRole('option').last().locator('canvas')).toHaveCount(4);
});

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { answerDialogs, answerSaving, chooseTheme, goTo, textsOf } from './studio';
import { curves, open, putRuns, rowOf, test } from './three-runs';

const root = fileURLToPath(new URL('..', import.meta.url));

async function choose(page: Page, run: string, action: string): Promise<void> {
  await rowOf(page, run).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function compare(page: Page, ...runs: string[]): Promise<void> {
  await goTo(page, 'Runs');
  for (const run of runs) await page.getByLabel(`Compare ${run}`).check();
  await page.getByRole('button', { name: `Compare ${runs.length} runs` }).click();
  await expect(page.getByRole('table', { name: 'Settings that differ, and results' })).toBeVisible();
}

test('a run is found by its note, also after a restart, and duplicated with changes', async ({
  launch,
  userData,
}) => {
  putRuns(path.join(userData, 'library'));
  const first = await launch();
  await goTo(first.page, 'Runs');
  await choose(first.page, 'Slow learner', 'Name and note…');
  await first.page.getByRole('textbox', { name: 'Note' }).fill('the rate was far too low');
  await first.page.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(first.page, 'Slow learner')).toContainText('far too low');
  await first.app.close();

  const { page } = await launch();
  await goTo(page, 'Runs');
  await page.getByLabel('Search runs').fill('TOO low');
  await expect(page.getByText('1 run of 3')).toBeVisible();
  await expect(rowOf(page, 'Fast learner')).toHaveCount(0);
  await expect(rowOf(page, 'Slow learner').getByRole('img', { name: /^Validation from/ })).toBeVisible();
  await choose(page, 'Slow learner', 'Duplicate with changes');
  await expect(page.getByText('Settings of “Slow learner”.')).toBeVisible();
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('0.0001');
  await expect(page.getByRole('heading', { name: '1,500 images to learn from' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
});

test('two runs are compared: which is better, what differs, and pictures of one step', async ({
  runs: { page },
}) => {
  await compare(page, 'Slow learner', 'Fast learner');
  await expect(
    page.getByText(/^“Fast learner” is better on validation: \d\.\d{3} bits per dimension/),
  ).toBeVisible();
  await expect(
    page.getByText(
      /^Only one setting differs: learning rate, 0.0001 against 0.003. One run of each does not show/,
    ),
  ).toBeVisible();
  const table = page.getByRole('table', { name: 'Settings that differ, and results' });
  await expect(table.getByRole('row', { name: 'Learning rate 0.0001 0.003' })).toBeVisible();
  await expect(table.getByRole('rowheader', { name: 'Filters' })).toHaveCount(0);
  await expect(page.getByText('All drawn with the same dice')).toBeVisible();
  await page.getByRole('slider', { name: 'Samples of all runs over time' }).press('Home');
  await expect(page.getByRole('img', { name: '16 pictures drawn at step 0' })).toHaveCount(2);
  await page.getByRole('radiogroup', { name: 'Losses' }).getByText('Training, smoothed').click();
  await expect(page.getByRole('slider', { name: /^Training loss, smoothed/ })).toBeVisible();
  await page.getByRole('button', { name: 'Back to all runs' }).click();
  await page.getByRole('button', { name: 'Clear marks' }).click();
  await compare(page, 'Fast learner', 'Eight levels');
  await expect(page.getByText('Their losses cannot be compared: different levels (4, 8).')).toBeVisible();
});

test('a run is exported as one file and imported with a new id', async ({ runs }, testInfo) => {
  const { app, page, library } = runs;
  const file = testInfo.outputPath('fast.pixelcnn');
  await goTo(page, 'Runs');
  await answerSaving(app, file);
  await choose(page, 'Fast learner', 'Export run…');
  await expect(page.getByText(`Written to ${file}`)).toBeVisible();
  const before = fs.readdirSync(library);
  await answerDialogs(app, [file]);
  await page.getByRole('button', { name: 'Import run…' }).click();
  await expect(page.getByText('“Fast learner” is imported.')).toBeVisible();
  await expect(rowOf(page, 'Fast learner')).toHaveCount(2);
  const [made] = fs.readdirSync(library).filter((id) => !before.includes(id));
  const read = (id: string, name: string) => fs.readFileSync(path.join(library, id, name), 'utf8');
  for (const name of ['metrics.jsonl', 'checkpoints/last']) {
    expect(read(made ?? '', name)).toBe(read('2026-11-02-080000', name));
  }
  // The folder of the images is not part of the file.
  const original = JSON.parse(read('2026-11-02-080000', 'run.json')) as object;
  expect(JSON.parse(read(made ?? '', 'run.json'))).toEqual({ ...original, dataFolder: '' });

  const broken = testInfo.outputPath('broken.pixelcnn');
  fs.writeFileSync(broken, 'no run');
  await answerDialogs(app, [broken]);
  await page.getByRole('button', { name: 'Import run…' }).click();
  await expect(page.getByRole('alert')).toContainText('broken.pixelcnn is damaged');
  expect(fs.readdirSync(library)).toHaveLength(before.length + 1);
});

test('weights of PyTorch are imported, and exported as safetensors', async ({ runs }, testInfo) => {
  const { app, page } = runs;
  await goTo(page, 'Runs');
  await answerDialogs(app, [path.join(root, 'model/testing/fixtures/notebook-random.pt')]);
  await page.getByRole('button', { name: 'Import model…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('From the notebook');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('“From the notebook” is imported.')).toBeVisible();
  await expect(rowOf(page, 'From the notebook')).toContainText('Imported');
  const file = testInfo.outputPath('notebook.safetensors');
  await answerSaving(app, file);
  await choose(page, 'From the notebook', 'Export model…');
  await expect(page.getByText(`Written to ${file}`)).toBeVisible();
  expect(fs.statSync(file).size).toBeGreaterThan(1000);
});

test('a training draws samples on request, and stops after the epoch', async ({ runs: { page } }) => {
  await goTo(page, 'Runs');
  await choose(page, 'Fast learner', 'Duplicate with changes');
  await expect(page.getByRole('heading', { name: '1,500 images to learn from' })).toBeVisible();
  await page.getByLabel('Steps', { exact: true }).fill('100000');
  await page.getByLabel('Evaluate every', { exact: true }).fill('10000');
  await page.getByRole('button', { name: 'Start training' }).click();
  const sample = page.getByRole('button', { name: 'Sample now' });
  await expect(sample).toBeEnabled();
  await expect(curves(page)).toBeVisible();
  const saidOfSamples = await textsOf(sample);
  await sample.click();
  // Acknowledged, even if it is done at once.
  await expect.poll(saidOfSamples).toContain('Sampling soon…');
  const slider = page.getByRole('slider', { name: 'Samples over time' });
  await expect(slider).toBeEnabled();
  expect(await slider.getAttribute('aria-valuetext')).not.toBe('step 10,000');
  const stop = page.getByRole('button', { name: 'Stop after epoch' });
  const saidOfStop = await textsOf(stop);
  await stop.click();
  await expect.poll(saidOfStop).toContain('Stops after epoch');
  await expect(page.getByText('Training stopped.')).toBeAttached();
  const epoch = page.locator('dl > div').filter({ has: page.locator('dt', { hasText: /^Epoch$/ }) });
  await expect(epoch.locator('dd')).toHaveText(/^\d+\.0\s*$/);
});

for (const theme of ['Dark', 'Light'] as const) {
  test(`axe finds nothing serious on a run, the list and the comparison, ${theme.toLowerCase()}`, async ({
    runs: { page },
  }) => {
    await chooseTheme(page, theme);
    await open(page, 'Fast learner');
    expect(await seriousFindings(page), 'board').toEqual([]);
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    expect(await seriousFindings(page), 'table').toEqual([]);
    await page.getByRole('button', { name: 'Chart', exact: true }).click();
    await goTo(page, 'Runs');
    await rowOf(page, 'Fast learner').getByRole('button', { name: 'More' }).click();
    expect(await seriousFindings(page), 'menu').toEqual([]);
    await page.getByRole('menuitem', { name: 'Name and note…' }).click();
    expect(await seriousFindings(page), 'name and note').toEqual([]);
    await page.keyboard.press('Escape');
    await compare(page, 'Slow learner', 'Fast learner');
    expect(await seriousFindings(page), 'comparison').toEqual([]);
  });
}

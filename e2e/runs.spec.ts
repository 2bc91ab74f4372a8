import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import { expect, type Page } from 'playwright/test';
import type { SharedStudio } from './shared-program';
import { trainedOnce } from './small-run';
import { answerDialogs, answerSaving, chooseTheme, goTo, test as base, textsOf } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Puts three small runs into a library: two with the same pictures, one with other levels. */
function putRuns(library: string): void {
  const put = (id: string, name: string, setting: string) => {
    const run = path.join(library, id);
    const made = trainedOnce(40, 'filters=8', 'blocks=1', 'evaluateEvery=10', 'batchSize=16', setting);
    fs.cpSync(made, run, { recursive: true });
    const file = path.join(run, 'run.json');
    const record = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify({ ...record, name }, null, 2));
  };
  put('2026-11-01-080000', 'Slow learner', 'learningRate=0.0001');
  put('2026-11-02-080000', 'Fast learner', 'learningRate=0.003');
  put('2026-11-03-080000', 'Eight levels', 'levels=8');
}

const test = base.extend<{ runs: SharedStudio }>({
  runs: async ({ share }, use) => {
    await use(await share(putRuns));
  },
});

const rowOf = (page: Page, name: string) => page.getByRole('row', { name, exact: true });

async function choose(page: Page, run: string, action: string): Promise<void> {
  await rowOf(page, run).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

async function open(page: Page, run: string): Promise<void> {
  await goTo(page, 'Runs');
  await rowOf(page, run).getByRole('button', { name: 'Open' }).click();
  await expect(curves(page)).toBeVisible();
}

const curves = (page: Page) => page.getByRole('slider', { name: 'Loss curves, bits per dimension' });

async function compare(page: Page, ...runs: string[]): Promise<void> {
  await goTo(page, 'Runs');
  for (const run of runs) await page.getByLabel(`Compare ${run}`).check();
  await page.getByRole('button', { name: `Compare ${runs.length} runs` }).click();
  await expect(page.getByRole('table', { name: 'Settings that differ, and results' })).toBeVisible();
}

const seriousFindings = (page: Page) =>
  page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });

/** Playwright's own mouse cannot drag in the oldest Electron. */
async function drag(page: Page, y: number, from: number, to: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
  await send('mousePressed', from);
  await send('mouseMoved', (from + to) / 2);
  await send('mouseMoved', to);
  await send('mouseReleased', to);
}

test('curves are read, zoomed, shown as a table, and written as picture and numbers', async ({
  runs,
}, testInfo) => {
  const { app, page, library } = runs;
  await open(page, 'Fast learner');
  const chart = curves(page);
  await expect(chart).toHaveAttribute('aria-valuenow', '40');
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuenow', '39');
  const logged = fs
    .readFileSync(path.join(library, '2026-11-02-080000/metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { training } = logged.find(({ type, step }) => type === 'step-done' && step === 39);
  await expect(chart).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^step 39: training ${training.bits.toFixed(3)},`),
  );

  const reset = page.getByRole('button', { name: 'Reset zoom' });
  await expect(reset).toBeDisabled();
  const box = await chart.boundingBox();
  if (!box) throw new Error('the chart has no place');
  await drag(page, box.y + 60, box.x + 200, box.x + 400);
  await expect(reset).toBeEnabled();
  expect(Number(await chart.getAttribute('aria-valuemin'))).toBeGreaterThan(0);
  expect(Number(await chart.getAttribute('aria-valuemax'))).toBeLessThan(40);
  const first = Number(await chart.getAttribute('aria-valuemin'));
  await chart.press('Shift+ArrowRight');
  await expect.poll(async () => Number(await chart.getAttribute('aria-valuemin'))).toBeGreaterThan(first);
  await page.mouse.move(box.x + 300, box.y + 60);
  await page.mouse.wheel(-4000, 0);
  await expect(chart).toHaveAttribute('aria-valuemin', '0');
  await chart.dblclick({ position: { x: 300, y: 60 } });
  await expect(reset).toBeDisabled();
  await expect(chart).toHaveAttribute('aria-valuemax', '40');
  await chart.press('+');
  await expect(reset).toBeEnabled();
  await chart.press('0');
  await expect(reset).toBeDisabled();

  await page.getByLabel('Log steps').check();
  await page.getByLabel('Log bits').check();
  const picture = testInfo.outputPath('curves');
  await answerSaving(app, picture);
  await page.getByRole('button', { name: 'Export PNG…' }).click();
  await expect(page.getByText(`Written to ${picture}.png`)).toBeVisible();
  expect(fs.readFileSync(`${picture}.png`).toString('latin1', 1, 4)).toBe('PNG');
  expect(fs.statSync(`${picture}.png`).size).toBeGreaterThan(10_000);
  await page.getByRole('button', { name: 'Export CSV…' }).click();
  await expect(page.getByText(`Written to ${picture}.csv`)).toBeVisible();
  const lines = fs.readFileSync(`${picture}.csv`, 'utf8').trim().split('\r\n');
  // A heading, step 0, and 40 steps, among them the evaluated ones.
  expect(lines).toHaveLength(42);
  expect(lines[39 + 1]).toBe(`"Fast learner",39,${training.bits},`);

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const table = page.getByRole('table', { name: 'Losses, bits per dimension' });
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByText('best')).toHaveCount(1);
});

test('samples go back to step 0 by arrow keys, and play to the end', async ({ runs: { page } }) => {
  await open(page, 'Fast learner');
  const slider = page.getByRole('slider', { name: 'Samples over time' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 40');
  await expect(page.getByRole('img', { name: '16 pictures drawn at step 40' })).toBeVisible();
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 0');
  await expect(page.getByRole('img', { name: '16 pictures drawn at step 0' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 10');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 40');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a run is found by its note, also after a restart, and begun again with changes', async ({
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

test('a run goes out as one file and comes back under a new id', async ({ runs }, testInfo) => {
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
  // Where the images were belongs to the machine that trained.
  const original = JSON.parse(read('2026-11-02-080000', 'run.json')) as object;
  expect(JSON.parse(read(made ?? '', 'run.json'))).toEqual({ ...original, dataFolder: '' });

  const broken = testInfo.outputPath('broken.pixelcnn');
  fs.writeFileSync(broken, 'no run');
  await answerDialogs(app, [broken]);
  await page.getByRole('button', { name: 'Import run…' }).click();
  await expect(page.getByRole('alert')).toContainText('broken.pixelcnn is damaged');
  expect(fs.readdirSync(library)).toHaveLength(before.length + 1);
});

test('weights of PyTorch come in, and go out as safetensors', async ({ runs }, testInfo) => {
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

test('a training draws samples when asked, and stops with its epoch', async ({ runs: { page } }) => {
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
  // Acknowledged, however soon it is done.
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
    await page.evaluate(axe);
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

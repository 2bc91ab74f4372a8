import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import type { Studio } from './start-program';
import { answerDialogs, dropFile, exampleImages, goTo, test } from './studio';

/** Writes colour pictures of mixed sizes and formats, and other files. */
async function writeMixedFolder(folder: string): Promise<void> {
  fs.mkdirSync(path.join(folder, 'ünder', 'deep'), { recursive: true });
  for (let i = 0; i < 24; i++) {
    const size = 20 + i;
    const blot = `<circle cx="${6 + (i % 9)}" cy="${5 + (i % 7)}" r="${3 + (i % 4)}" fill="hsl(${i * 15},80%,50%)"/>`;
    const svg = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size + 4}">${blot}</svg>`,
    );
    const kind = (['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)[i % 6] as 'png';
    const place = i % 3 === 0 ? path.join('ünder', 'deep') : 'ünder';
    await sharp(svg)
      .flatten({ background: '#204060' })
      .toFormat(kind)
      .toFile(path.join(folder, place, `${i}.${kind}`));
  }
  fs.writeFileSync(path.join(folder, 'ünder', 'text.png'), 'no picture');
  fs.writeFileSync(path.join(folder, 'ünder', 'empty.jpg'), '');
  fs.copyFileSync(path.join(folder, 'ünder', '1.jpeg'), path.join(folder, 'ünder', 'twin.jpeg'));
  await sharp({ create: { width: 3, height: 3, channels: 3, background: 'red' } })
    .png()
    .toFile(path.join(folder, 'small.png'));
}

async function trainOn(page: Page, settings: Record<string, string>): Promise<void> {
  await goTo(page, 'Train');
  for (const [label, value] of Object.entries(settings)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
}

const quick = {
  Steps: '30',
  'Evaluate every': '10',
  'Checkpoint every': '10',
  Filters: '8',
  Blocks: '1',
};

/** Trains a small run on the example images until it ends. */
async function trainQuickly({ page }: Studio): Promise<void> {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await trainOn(page, quick);
  await expect(page.getByText('Training finished.')).toBeAttached();
}

/** Kills the training job, a child of the main process, as the system would when memory runs out. */
function killTrainingJob(program: number): void {
  const children = execFileSync('ps', ['--ppid', String(program), '--sort=start_time', '-o', 'pid=,args='], {
    encoding: 'utf8',
  });
  const jobs = children.split('\n').filter((line) => line.includes('job/process.mjs'));
  // The first job inspects images; a third may check the network.
  process.kill(parseInt(jobs[1] ?? '', 10), 'SIGKILL');
}

/** A number above the curves whose label matches. */
const readout = (page: Page, label: RegExp) =>
  page
    .locator('dl > div')
    .filter({ has: page.locator('dt', { hasText: label }) })
    .locator('dd');
const stepOf = async (page: Page) => Number((await readout(page, /^Step of/).innerText()).replace(/,/g, ''));

/** Chooses a folder in the dialog; the files that cannot be used are named. */
async function chooseMixedFolder({ app, page }: Studio, images: string): Promise<void> {
  await answerDialogs(app, [images]);
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('24 images')).toBeVisible();
  const skipped = page.getByRole('region', { name: /files skipped/ });
  for (const reason of await skipped.locator('summary').all()) await reason.click();
  for (const file of ['ünder/text.png', 'ünder/empty.jpg', 'ünder/twin.jpeg', 'small.png']) {
    await expect(skipped.getByText(file)).toBeVisible();
  }
}

/** Visits another page, pauses, resumes, waits until the model has learnt, and stops. */
async function pauseAndStop(page: Page): Promise<void> {
  // Opening Inspect before there is anything to see must not disturb it later.
  await goTo(page, 'Inspect');
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const resume = page.getByRole('button', { name: 'Resume', exact: true });
  await expect(resume).toBeVisible();
  const step = readout(page, /^Step of/);
  const standing = await step.innerText();
  // Long enough for many steps if it were not paused.
  await goTo(page, 'Data');
  await goTo(page, 'Train');
  await expect(step).toHaveText(standing);
  await resume.click();
  await expect(step).not.toHaveText(standing);
  await expect.poll(async () => parseFloat(await readout(page, /^Best/).innerText())).toBeLessThan(1.6);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Training stopped.')).toBeAttached();
}

/** Reads the probabilities of a pixel, and checks the masks. */
async function lookInside(page: Page): Promise<void> {
  await goTo(page, 'Inspect');
  const picture = page.getByRole('slider', { name: /^Picture/ });
  await picture.click({ position: { x: 100, y: 100 } });
  const before = await picture.getAttribute('aria-valuetext');
  await picture.press('ArrowRight');
  await expect(picture).not.toHaveAttribute('aria-valuetext', before ?? '');
  await page.getByText('Probabilities as numbers').click();
  const shares = page
    .getByRole('table', { name: 'Probability of every level' })
    .locator('tbody tr td:nth-of-type(2)');
  await expect(shares).toHaveCount(4);
  const sum = (await shares.allInnerTexts()).map(Number).reduce((a, b) => a + b, 0);
  expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
  await page.getByRole('tab', { name: 'Masks' }).click();
  await page.getByRole('button', { name: 'Check the masks' }).click();
  await expect(page.getByText('The masks hold.')).toBeVisible();
}

/** Draws five pictures, exports them, and reads their provenance from the files. */
async function drawAndExport({ app, page }: Studio, exported: string): Promise<void> {
  await goTo(page, 'Gallery');
  await page.getByLabel('Count').fill('5');
  await page.getByLabel('Seed').fill('7');
  await page.getByLabel('Temperature').fill('0.9');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByText(/5 pictures, seed 7, temperature 0.9/)).toBeVisible();
  await answerDialogs(app, [exported]);
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByText('6 files written to')).toBeVisible();
  const files = fs.readdirSync(exported).sort();
  expect(files).toHaveLength(6);
  for (const file of files) {
    const { comments = [] } = await sharp(path.join(exported, file)).metadata();
    const texts = Object.fromEntries(comments.map(({ keyword, text }) => [keyword, text]));
    expect(texts).toMatchObject({
      Seed: '7',
      Temperature: '0.9',
      Sampler: 'cached',
      Software: 'PixelCNN Studio',
    });
    expect(texts).toHaveProperty('Model');
    expect(texts).toHaveProperty('Settings');
    expect(texts).toHaveProperty('Version');
  }
}

test('from a folder of mixed images to a gallery', async ({ share }, testInfo) => {
  const studio = await share();
  const { page, library } = studio;
  const images = testInfo.outputPath('my images');
  const exported = testInfo.outputPath('exported pictures');
  await writeMixedFolder(images);
  fs.mkdirSync(exported);

  await chooseMixedFolder(studio, images);
  await trainOn(page, { ...quick, Steps: '100000', 'Batch size': '8' });
  await pauseAndStop(page);
  await lookInside(page);
  await drawAndExport(studio, exported);

  await goTo(page, 'Runs');
  const row = page.getByRole('row', { name: 'Tiny on my images' });
  await expect(row).toContainText('Stopped');
  await row.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Sample now' })).toBeEnabled();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible();
  const [run] = fs.readdirSync(library);
  const { history } = JSON.parse(fs.readFileSync(path.join(library, run ?? '', 'run.json'), 'utf8'));
  expect(history.map(({ event }: { event: string }) => event)).toEqual([
    'started',
    'stopped',
    'resumed-exactly',
    'stopped',
  ]);
});

test('runs are kept after a restart, renamed, opened and deleted', async ({ launch, userData }) => {
  const first = await launch();
  await trainQuickly(first);
  await first.app.close();

  const { page } = await launch();
  await goTo(page, 'Runs');
  const row = page.getByRole('row', { name: 'Tiny on example-images' });
  await expect(row).toContainText('Finished');
  await row.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Name and note…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Digits');
  await page.keyboard.press('Enter');
  const renamed = page.getByRole('row', { name: 'Digits' });
  await renamed.getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { name: 'Digits' })).toBeVisible();
  await expect(readout(page, /^Step of/)).toContainText('30');

  await goTo(page, 'Runs');
  await renamed.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(renamed).toBeVisible();
  await renamed.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No runs yet.')).toBeVisible();
  expect(fs.readdirSync(path.join(userData, 'library'))).toEqual([]);
});

test('a training whose process dies is reported, and can be resumed from its checkpoint', async ({
  studio,
}) => {
  const { app, page } = studio;
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await trainOn(page, { ...quick, Steps: '100000' });
  await expect.poll(() => stepOf(page)).toBeGreaterThan(20);
  killTrainingJob(app.process().pid as number);
  await expect(page.getByText('The training process ended unexpectedly.')).toBeVisible();
  await goTo(page, 'Runs');
  const row = page.getByRole('row', { name: 'Tiny on example-images' });
  await expect(row).toContainText('Interrupted');
  await row.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => stepOf(page)).toBeGreaterThan(20);
});

test('closing the window during a training saves it', async ({ launch, userData }) => {
  const first = await launch();
  await first.page.getByRole('button', { name: 'Use example images' }).click();
  await expect(first.page.getByText('1,500 images')).toBeVisible();
  await trainOn(first.page, { ...quick, Steps: '100000' });
  await expect.poll(() => stepOf(first.page)).toBeGreaterThan(5);
  await first.app.close();
  const [run] = fs.readdirSync(path.join(userData, 'library'));
  const record = JSON.parse(fs.readFileSync(path.join(userData, 'library', run ?? '', 'run.json'), 'utf8'));
  expect(record.status).toBe('stopped');
});

test('a folder dropped on the window is read', async ({ share }) => {
  const { page } = await share();
  await dropFile(page, exampleImages);
  await expect(page.getByText('1,500 images')).toBeVisible();
});

test('an empty folder and wrong settings are reported', async ({ share }, testInfo) => {
  const { app, page } = await share();
  const empty = testInfo.outputPath('empty');
  fs.mkdirSync(empty);
  await answerDialogs(app, [empty]);
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('0 images')).toBeVisible();
  await goTo(page, 'Train');
  await page.getByLabel('Filters', { exact: true }).fill('7');
  await expect(page.getByText(/must be even/i)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
  await page.getByLabel('Filters', { exact: true }).fill('8');
  // Training that could only fail cannot be started.
  await expect(page.getByText('No image of the folder can be used with these settings.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
});

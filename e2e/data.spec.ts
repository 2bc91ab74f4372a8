import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect } from 'playwright/test';
import { answerDialogs, goTo, test } from './studio';

/** A square picture with this shade in the upper half and dark blue in the lower. */
const halves = (size: number, shade: number) =>
  sharp({
    create: { width: size, height: size / 2, channels: 3, background: { r: 255 - shade, g: shade, b: 20 } },
  }).extend({ bottom: size / 2, background: '#000040' });

async function writeFolder(folder: string): Promise<void> {
  for (const name of ['cats', 'dogs', 'fish']) fs.mkdirSync(path.join(folder, name), { recursive: true });
  for (let i = 0; i < 12; i++) {
    const name = i < 8 ? 'cats' : i < 10 ? 'dogs' : 'fish';
    // A picture of 64 pixels looks as if it were enlarged by 4; one of 42 pixels does not.
    await halves(i === 11 ? 64 : 42, 20 * i)
      .png()
      .toFile(path.join(folder, name, `${i}.png`));
  }
  await halves(42, 200)
    .ensureAlpha(0.5)
    .png()
    .toFile(path.join(folder, 'cats', 'alpha.png'));
  await halves(42, 210)
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(path.join(folder, 'dogs', 'turned.jpg'));
  await halves(4, 9)
    .png()
    .toFile(path.join(folder, 'fish', 'small.png'));
  fs.writeFileSync(path.join(folder, 'fish', 'broken.png'), 'no picture');
}

test('the report groups skipped files and notes, and classes and images can be left out', async ({
  share,
}, testInfo) => {
  const { app, page, library } = await share();
  const folder = testInfo.outputPath('animals');
  await writeFolder(folder);
  await answerDialogs(app, [folder]);
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('14 images')).toBeVisible();

  await page.getByText('Smaller than the size setting').click();
  await expect(page.getByText('fish/small.png')).toBeVisible();
  await page.getByText('With transparency').click();
  await expect(page.getByText('cats/alpha.png')).toBeVisible();
  await page.getByText('Enlarged by a whole number').click();
  await expect(page.getByText('fish/11.png')).toBeVisible();
  await expect(page.getByText('Turned by the camera')).toBeVisible();
  await expect(page.getByText(/The largest class has 4.5 times as many images/)).toBeVisible();

  await page.getByRole('checkbox', { name: 'Learn from dogs' }).uncheck();
  await expect(page.getByText('11 images', { exact: true })).toBeVisible();
  await page.getByRole('option').first().click();
  await expect(page.getByText('cats/0.png')).toBeVisible();
  await page.getByRole('button', { name: 'Leave out', exact: true }).click();
  await expect(page.getByText('10 images', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: '1 image left out' })).toBeVisible();

  await goTo(page, 'Train');
  for (const [label, value] of Object.entries({ Steps: '3', Filters: '8', Blocks: '1' })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText('Training finished.')).toBeAttached();
  const [run] = fs.readdirSync(library);
  const record = JSON.parse(fs.readFileSync(path.join(library, run ?? '', 'run.json'), 'utf8'));
  expect(record.excluded).toEqual(['dogs', 'cats/0.png']);
  expect(record.dataFiles).toHaveLength(10);

  await goTo(page, 'Data');
  await page.getByRole('checkbox', { name: 'Learn from dogs' }).check();
  await page.getByRole('button', { name: 'Use cats/0.png again' }).click();
  await expect(page.getByText('14 images')).toBeVisible();
});

test('sizes and levels are compared on the person’s own images, and a click chooses one', async ({
  share,
}, testInfo) => {
  const { app, page } = await share();
  const folder = testInfo.outputPath('animals');
  await writeFolder(folder);
  await answerDialogs(app, [folder]);
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('14 images')).toBeVisible();
  await page.getByRole('button', { name: 'Compare sizes and levels by eye…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(
    dialog.getByRole('button', { name: /^16 × 16 pixels, 4 levels: work as now/ }),
  ).toHaveAttribute('aria-pressed', 'true');
  await expect(dialog.getByText('Your images are smaller')).toHaveCount(1);
  await dialog.getByRole('button', { name: /^32 × 32 pixels, 8 levels/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByLabel('Size', { exact: true })).toHaveValue('32');
  await expect(page.getByLabel('Levels', { exact: true })).toHaveValue('8');
  await expect(page.getByText(/32 × 32\s+pixels/)).toBeVisible();

  // A preset keeps these choices and shows what it would use.
  await goTo(page, 'Train');
  await page.getByLabel('Preset', { exact: true }).selectOption('notebook');
  await expect(page.getByText('size 32 and levels 8; this preset would use 16 and 4')).toBeVisible();
  // The notebook’s 10 epochs with all images in one batch.
  await expect(page.getByLabel('Steps', { exact: true })).toHaveAttribute('placeholder', '= 10');
  await page.getByRole('button', { name: 'Use the preset’s' }).click();
  await goTo(page, 'Data');
  await expect(page.getByLabel('Levels', { exact: true })).toHaveValue('4');
});

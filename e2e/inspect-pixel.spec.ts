import fs from 'node:fs';
import path from 'node:path';
import { expect, type ElectronApplication, type Page } from 'playwright/test';
import { bitsPerDim, draw, image, openPicture, pasteFile, picture, test } from './inspected-run';
import { smallRunId } from './small-run';
import { chooseInMenu, dropFile, goTo } from './studio';

const map = (page: Page) => page.getByLabel('Map', { exact: true });

/** Puts a PNG file, in base64, on the clipboard. */
async function copyPicture(app: ElectronApplication, bytes: string): Promise<void> {
  await app.evaluate(({ clipboard, ClipboardItem, nativeImage }, png) => {
    // Only older versions of Electron have `writeImage`.
    const { writeImage } = clipboard as unknown as { writeImage?(image: unknown): void };
    if (writeImage) return writeImage(nativeImage.createFromDataURL(`data:image/png;base64,${png}`));
    const blob = new Blob([Buffer.from(png, 'base64')], { type: 'image/png' });
    return clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }, bytes);
}

test('pictures from every source can be inspected', async ({ inspect }) => {
  const { app, page } = inspect;
  const from = page.getByRole('combobox', { name: 'Picture from' });
  const first = await bitsPerDim(page).innerText();

  await from.selectOption({ label: 'Training images' });
  await expect(page.getByText('These are the first 300. Enter the number of any other.')).toBeVisible();
  await page
    .getByRole('listbox', { name: 'Training pictures' })
    .getByLabel('Picture 7', { exact: true })
    .click();
  await expect(bitsPerDim(page)).not.toHaveText(first);
  await expect(page.getByLabel('Index')).toHaveValue('7');
  const training = await bitsPerDim(page).innerText();
  await page.getByLabel('Index').fill('1349');
  await page.keyboard.press('Enter');
  await expect(bitsPerDim(page)).not.toHaveText(training);
  await page.getByLabel('Index').fill('1350');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(
    'The images have numbers from 0 to 1349: enter one of these.',
  );

  await draw(page);
  await from.selectOption({ label: 'Drawn pictures' });
  await page.getByRole('option', { name: 'Picture 3', exact: true }).click();
  await expect(page.getByText('Drawn level', { exact: true })).toBeVisible();
  const drawn = await bitsPerDim(page).innerText();

  await openPicture(inspect, image);
  await expect(bitsPerDim(page)).not.toHaveText(drawn);
  const file = await bitsPerDim(page).innerText();

  await from.selectOption({ label: 'Painted by hand' });
  await page.getByRole('button', { name: 'Blank canvas' }).click();
  await expect(bitsPerDim(page)).not.toHaveText(file);
  const blank = await bitsPerDim(page).innerText();
  await pasteFile(page, image);
  await expect(bitsPerDim(page)).toHaveText(file);
  await from.selectOption({ label: 'Painted by hand' });
  await page.getByRole('button', { name: 'Blank canvas' }).click();
  await expect(bitsPerDim(page)).toHaveText(blank);
  const bytes = fs.readFileSync(image).toString('base64');
  await copyPicture(app, bytes);
  await from.selectOption({ label: 'File or clipboard' });
  await page.getByRole('button', { name: 'Paste' }).click();
  await expect(bitsPerDim(page)).toHaveText(file);
});

test('a picture dropped on the window is inspected', async ({ inspect }) => {
  const { page } = inspect;
  const first = await bitsPerDim(page).innerText();
  await openPicture(inspect, image);
  await expect(bitsPerDim(page)).not.toHaveText(first);
  const file = await bitsPerDim(page).innerText();
  await page.getByRole('combobox', { name: 'Picture from' }).selectOption({ label: 'Painted by hand' });
  await page.getByRole('button', { name: 'Blank canvas' }).click();
  await expect(bitsPerDim(page)).not.toHaveText(file);
  await dropFile(page, image);
  await expect(bitsPerDim(page)).toHaveText(file);
});

test('maps show every pixel, zoom by key, and compare with another checkpoint', async ({ inspect }) => {
  const { page } = inspect;
  await map(page).selectOption({ label: 'Probability of a level' });
  await picture(page).click({ position: { x: 100, y: 100 } });
  await expect(page.getByText(/probability of level 0: /)).toBeVisible();
  const zero = await page.getByText(/probability of level 0: /).innerText();
  await page.getByRole('slider', { name: 'level 0' }).fill('3');
  const three = page.getByText(/probability of level 3: /);
  await expect(three).toBeVisible();
  expect(await three.innerText()).not.toContain(zero.split(': ')[2]);

  await map(page).selectOption({ label: 'Likeliest level' });
  await expect(page.getByText(/likeliest level [0-3]\./)).toBeVisible();
  await map(page).selectOption({ label: 'Expected level' });
  await expect(page.getByText(/expected level [0-3]\.\d\d\./)).toBeVisible();

  await map(page).selectOption({ label: 'Surprise' });
  await page.getByLabel('against').selectOption('checkpoint 10');
  await expect(page.getByText(/takes .* bits fewer than with step 10, so step 10 is worse/)).toBeVisible();
  await expect(page.getByText('the same', { exact: true })).toBeVisible();

  const width = async () => (await picture(page).boundingBox())?.width ?? 0;
  const fitted = await width();
  await page.keyboard.press('-');
  await expect.poll(width).toBeLessThan(fitted);
  await page.keyboard.press('0');
  await expect.poll(width).toBe(fitted);
  await page.getByLabel('Zoom').selectOption({ label: '64×' });
  await expect.poll(width).toBe(16 * 64);
});

test('maps compare with another run', async ({ trained, share }) => {
  const { page } = await share((library) => {
    fs.cpSync(trained, path.join(library, smallRunId), { recursive: true });
    // The same run ten steps earlier.
    const other = path.join(library, '2026-11-24-070000');
    fs.cpSync(trained, other, { recursive: true });
    const record = JSON.parse(fs.readFileSync(path.join(other, 'run.json'), 'utf8')) as object;
    fs.writeFileSync(path.join(other, 'run.json'), JSON.stringify({ ...record, name: 'Ten steps before' }));
    for (const name of ['last', 'best']) fs.writeFileSync(path.join(other, 'checkpoints', name), '10\n');
  });
  await goTo(page, 'Inspect');
  await page.getByLabel('Run', { exact: true }).selectOption(smallRunId);
  await expect(picture(page)).toBeVisible();
  await page.getByLabel('against').selectOption({ label: 'Ten steps before' });
  await expect(page.getByText(/takes .* bits fewer than with .*, so .* is worse/)).toBeVisible();
});

test('temperature, top-k and top-p reshape the bars, show their arithmetic, and can be reset', async ({
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
  await expect.poll(heights).toEqual([0, 0, 0, 1]);
  await page.getByLabel('Cumulative').check();
  await expect(page.locator('.cumulative')).toHaveCount(1);
  const sentence = page.getByText(/^Die 0\.\d{4} picks [0-3], the first level/);
  const first = await sentence.innerText();
  const [, sampled = ''] = /picks (\d)/.exec(first) ?? [];
  await expect(page.getByText(`sampled ${sampled}`)).toBeVisible();
  await page.getByLabel('Dice of seed').fill('2');
  await expect(sentence).not.toHaveText(first);
  await page.getByLabel('Log scale').check();
  await expect(page.getByText('10⁻³')).toBeVisible();
  await expect.poll(heights).toEqual([0, 0, 0, 1]);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(page.locator('.own')).toHaveCount(0);
  await expect.poll(heights).not.toEqual([0, 0, 0, 1]);
});

test('technical terms are explained in place', async ({ inspect }) => {
  const { page } = inspect;
  for (const [word, note] of [
    ['bits/dim', /How surprised the model is/],
    ['Surprise', /What a level cost the model/],
    ['Entropy', /How unsure the model is/],
    ['Temperature', /How freely pictures are drawn/],
    ['Receptive field', /can influence the prediction/],
  ] as const) {
    await page.getByRole('button', { name: word, exact: true }).first().click();
    await expect(page.getByRole('note')).toHaveText(note);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('note')).toBeHidden();
  }
});

test('a painted pixel changes what comes after it, and can be undone', async ({ inspect }) => {
  const { app, page } = inspect;
  const before = await bitsPerDim(page).innerText();
  await page.getByLabel('What this pixel sees, and what sees it').check();
  await page.getByLabel('on the picture').check();
  await page.getByRole('slider', { name: 'Brush' }).press('End');
  await picture(page).click({ position: { x: 60, y: 60 } });
  await expect(page.getByLabel('against')).toHaveValue('stroke');
  await expect(bitsPerDim(page)).not.toHaveText(before);
  const once = await bitsPerDim(page).innerText();
  await expect(page.getByText(/takes [\d.]+ bits (more|fewer) than before the stroke/)).toBeVisible();
  await picture(page).press('ArrowRight');
  await picture(page).press('Enter');
  await expect(page.getByText('2 strokes.')).toBeVisible();
  await expect(bitsPerDim(page)).not.toHaveText(once);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bitsPerDim(page)).toHaveText(once);
  const box = await picture(page).boundingBox();
  if (!box) throw new Error('the picture is not there');
  // Playwright's own mouse cannot drag in the oldest Electron.
  const session = await page.context().newCDPSession(page);
  const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number) =>
    session.send('Input.dispatchMouseEvent', {
      ...{ type, x: box.x + x, y: box.y + 150, button: 'left', buttons: 1, clickCount: 1 },
    });
  await mouse('mousePressed', 20);
  for (let x = 30; x <= 120; x += 10) await mouse('mouseMoved', x);
  // The map changes before the mouse button is released.
  await expect(bitsPerDim(page)).not.toHaveText(once);
  await mouse('mouseReleased', 120);
  await expect(page.getByText('2 strokes.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(bitsPerDim(page)).toHaveText(once);
  await page.getByRole('button', { name: 'Back to the original' }).click();
  await expect(bitsPerDim(page)).toHaveText(before);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();

  // By key and by menu, wherever the focus is except in a text field.
  await page.keyboard.press('Control+Shift+Z');
  await expect(bitsPerDim(page)).toHaveText(once);
  await page.keyboard.press('Control+z');
  await expect(bitsPerDim(page)).toHaveText(before);
  await chooseInMenu(app, 'redo');
  await expect(bitsPerDim(page)).toHaveText(once);
  await chooseInMenu(app, 'undo');
  await expect(bitsPerDim(page)).toHaveText(before);
});

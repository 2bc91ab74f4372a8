import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, type Page } from 'playwright/test';
import { smallRunId } from './small-run';
import type { Studio } from './start-program';
import { answerDialogs, answerSaving, dropFile, exampleImages, goTo } from './studio';
import { drag, generate, openGallery, openMore, pictures, side, test } from './trained-run';

const option = (page: Page, index: number) =>
  pictures(page).getByRole('option', { name: `Picture ${index}`, exact: true });

/** Draws four pictures with seed 5 and exports number 2. */
async function exportOne({ app, page }: Studio, file: string): Promise<void> {
  await page.getByLabel('Count').fill('4');
  await page.getByLabel('Seed').fill('5');
  await page.getByLabel('Temperature').fill('0.7');
  await openMore(page);
  await page.getByLabel('Top-p').fill('0.9');
  await generate(page, /4 pictures, seed 5/);
  await option(page, 2).click();
  await answerSaving(app, file);
  await page.getByRole('button', { name: 'Export picture…' }).click();
  await expect(page.getByText(`Written to ${file}`)).toBeVisible();
}

/** The texts in a PNG file. */
async function textsIn(file: string): Promise<Record<string, string>> {
  const { comments = [] } = await sharp(file).metadata();
  return Object.fromEntries(comments.map(({ keyword, text }) => [keyword, text]));
}

/** Writes a PNG file with the same texts and other pixels. */
async function rewrite(file: string, into: string, change: (png: Buffer) => Promise<Buffer>): Promise<void> {
  const original = fs.readFileSync(file);
  const changed = await change(original);
  const chunks = (png: Buffer) => {
    const found: { type: string; bytes: Buffer }[] = [];
    for (let at = 8; at + 12 <= png.length;) {
      const end = at + 12 + png.readUInt32BE(at);
      found.push({ type: png.toString('latin1', at + 4, at + 8), bytes: png.subarray(at, end) });
      at = end;
    }
    return found;
  };
  const texts = chunks(original).filter(({ type }) => /^(tEXt|iTXt)$/.test(type));
  const [head, ...rest] = chunks(changed).filter(({ type }) => !/^(tEXt|iTXt)$/.test(type));
  const parts = [head, ...texts, ...rest].flatMap((part) => (part ? [part.bytes] : []));
  fs.writeFileSync(into, Buffer.concat([original.subarray(0, 8), ...parts]));
}

test('an exported picture dropped on any page restores its settings and is verified', async ({
  gallery,
}, testInfo) => {
  const { page } = gallery;
  const file = testInfo.outputPath('picture.png');
  await exportOne(gallery, file);
  expect(await textsIn(file)).toMatchObject({ Seed: '5', Size: `${side}x${side}`, 'Top P': '0.9' });
  await page.getByLabel('Seed').fill('77');
  await page.getByLabel('Top-p').fill('1');

  await goTo(page, 'Data');
  await dropFile(page, file);
  await expect(page.getByRole('heading', { name: 'Gallery', level: 1 })).toBeVisible();
  const check = page.getByRole('region', { name: 'An exported picture' });
  await expect(check).toContainText(/Picture 2 of .*, step 20, seed 5, temperature 0.7, top-p 0.9/);
  await expect(page.getByLabel('Seed')).toHaveValue('5');
  await expect(page.getByLabel('Top-p')).toHaveValue('0.9');
  await check.getByRole('button', { name: 'Verify' }).click();
  await expect(check.getByText('Identical: drawn again, every pixel is the same.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to mine' }).click();
  await expect(page.getByLabel('Seed')).toHaveValue('77');
  await expect(page.getByLabel('Top-p')).toHaveValue('1');

  const changed = testInfo.outputPath('changed.png');
  await rewrite(file, changed, async (png) => {
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    data[3 * info.channels] = 255 - (data[3 * info.channels] ?? 0);
    return sharp(data, { raw: info }).png().toBuffer();
  });
  await dropFile(page, changed);
  await check.getByRole('button', { name: 'Verify' }).click();
  await expect(check.getByRole('status')).toContainText(
    '1 value differs, the first at x 3, y 0: the file has level',
  );
  await check.getByRole('button', { name: 'Complete it' }).click();
  await expect(page.getByRole('slider', { name: /painted blue/ })).toBeVisible();
});

test('a picture that this program did not export in this form is reported', async ({ gallery }, testInfo) => {
  const { app, page } = gallery;
  const file = testInfo.outputPath('picture.png');
  await exportOne(gallery, file);
  const alert = page.getByRole('alert');

  // A picture of a wrong size and a sheet are exports of the program, so the page stays.
  const larger = testInfo.outputPath('larger.png');
  await rewrite(file, larger, (png) =>
    sharp(png)
      .resize(side * 2, side)
      .png()
      .toBuffer(),
  );
  await dropFile(page, larger);
  await expect(alert).toContainText(/24 × 12 points, which is not the size at which it was exported/);
  const folder = testInfo.outputPath('exported');
  fs.mkdirSync(folder);
  await answerDialogs(app, [folder]);
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  await expect(page.getByText(`5 files written to ${folder}`)).toBeVisible();
  const sheet = fs.readdirSync(folder).find((name) => name.endsWith('-sheet.png')) ?? '';
  await dropFile(page, path.join(folder, sheet));
  await expect(alert).toContainText('It is a sheet of many pictures');

  // A foreign picture, chosen by mistake. If dropped, it would be inspected like any other.
  const foreign = path.join(exampleImages, '3', '003.png');
  await answerDialogs(app, [foreign]);
  await page.getByRole('button', { name: 'Choose exported PNG…' }).click();
  await expect(alert).toContainText('It contains no record of how it was made');
  await dropFile(page, foreign);
  await expect(page.getByRole('heading', { name: 'Inspect', level: 1 })).toBeVisible();

  await goTo(page, 'Gallery');
  await expect(alert).toBeHidden();
});

test('a picture of a class that the run no longer knows is reported', async ({ gallery }, testInfo) => {
  const { app, page, library } = gallery;
  const runFile = path.join(library, smallRunId, 'run.json');
  const record = JSON.parse(fs.readFileSync(runFile, 'utf8'));
  await page.getByLabel('Class', { exact: true }).selectOption('3');
  await page.getByLabel('Seed').fill('5');
  await page.getByLabel('Count').fill('1');
  await generate(page, /1 picture, seed 5.*class 3/);
  await option(page, 0).click();
  const ofClass = testInfo.outputPath('class.png');
  await answerSaving(app, ofClass);
  await page.getByRole('button', { name: 'Export picture…' }).click();
  await expect(page.getByText(`Written to ${ofClass}`)).toBeVisible();
  const classNames = record.classNames.map((name: string) => (name === '3' ? 'three' : name));
  fs.writeFileSync(runFile, JSON.stringify({ ...record, classNames }));
  await dropFile(page, ofClass);
  const check = page.getByRole('region', { name: 'An exported picture' });
  await check.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByRole('alert')).toContainText('The network has no class “3”.');
});

test('a picture whose checkpoint or run is missing is reported', async ({ gallery }, testInfo) => {
  const { page, library } = gallery;
  const file = testInfo.outputPath('picture.png');
  await exportOne(gallery, file);
  const alert = page.getByRole('alert');
  const check = page.getByRole('region', { name: 'An exported picture' });
  const checkpoints = path.join(library, smallRunId, 'checkpoints');
  fs.renameSync(path.join(checkpoints, '20'), path.join(checkpoints, 'aside'));
  await dropFile(page, file);
  await check.getByRole('button', { name: 'Verify' }).click();
  await expect(alert).toContainText('The model that drew this picture no longer exists.');
  await expect(alert).toContainText('It was step 20 of');
  fs.renameSync(path.join(checkpoints, 'aside'), path.join(checkpoints, '20'));

  await goTo(page, 'Runs');
  await page.getByRole('row', { name: smallRunId }).getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No runs yet.')).toBeVisible();
  await dropFile(page, file);
  await expect(check).toContainText('That run is not in the library.');
  await check.getByRole('button', { name: 'Verify' }).click();
  await expect(alert).toContainText('The model that drew this picture no longer exists.');
});

test('a picture is dragged out of the window as a file that is removed when the program ends', async ({
  trained,
  launch,
  userData,
}) => {
  fs.cpSync(trained, path.join(userData, 'library', smallRunId), { recursive: true });
  const { app, page } = await launch();
  await openGallery(page);
  await page.getByLabel('Count').fill('4');
  await page.getByLabel('Seed').fill('8');
  await generate(page, /4 pictures, seed 8/);
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('there is no window');
    window.webContents.startDrag = ({ file, icon }) => {
      window.setTitle(`${file} ${typeof icon === 'string' || icon.isEmpty() ? 'without' : 'with'} an icon`);
    };
  });
  const dragged = path.join(userData, 'dragged pictures', 'seed8-1.png');
  const title = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  async function dragOut(): Promise<void> {
    const box = await option(page, 1).boundingBox();
    if (!box) throw new Error('the picture is not in sight');
    const from = { x: box.x + 5, y: box.y + 5 };
    // The mouse is held until the program has taken over the drag.
    await drag(page, from, { x: from.x + 50, y: from.y + 80 }, () =>
      expect.poll(title).toBe(`${dragged} with an icon`),
    );
  }
  await dragOut();
  expect(await textsIn(dragged)).toMatchObject({ Software: 'PixelCNN Studio', Seed: '8', Image: '1' });
  const { width, height } = await sharp(dragged).metadata();
  expect([width, height]).toEqual([side, side]);

  fs.unlinkSync(dragged);
  await page.getByLabel('with settings inside').uncheck();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setTitle(''));
  await dragOut();
  expect(await textsIn(dragged)).toEqual({});
  await app.close();
  expect(fs.existsSync(path.dirname(dragged))).toBe(false);
});

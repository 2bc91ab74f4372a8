import fs from 'node:fs';
import path from 'node:path';
import { type ElectronApplication, type Page, expect } from 'playwright/test';
import { answerDialogs, chooseInMenu, exampleImages, goTo, test } from './studio';

/** Starts a training that does not end soon. */
async function trainLong(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
  for (const [label, value] of Object.entries({ Steps: '100000', Filters: '8', Blocks: '1' })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('button', { name: 'Sample now' })).toBeEnabled();
}

/** Answers the question before quitting with the button of this index, and records how often it was asked. */
async function answerQuestion(app: ElectronApplication, response: number): Promise<void> {
  await app.evaluate(({ dialog }, answer) => {
    const counted = globalThis as unknown as { asked: string[] };
    counted.asked = [];
    dialog.showMessageBox = ((...given: unknown[]) => {
      counted.asked.push((given[given.length - 1] as { message: string }).message);
      return Promise.resolve({ response: answer, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  }, response);
}

const questions = (app: ElectronApplication) =>
  app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);

const isEnabled = (app: ElectronApplication, id: string) =>
  app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled, id);

test('the menu opens pages, dialogs and recent folders', async ({ share }) => {
  const { app, page } = await share();
  for (const name of ['Train', 'Inspect', 'Gallery', 'Runs', 'Data']) {
    await chooseInMenu(app, `go-${name.toLowerCase()}`);
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }
  await answerDialogs(app, [exampleImages]);
  await chooseInMenu(app, 'choose-folder');
  await expect(page.getByText('1,500 images')).toBeVisible();
  await chooseInMenu(app, 'about');
  await expect(page.getByRole('dialog', { name: 'PixelCNN Studio' })).toContainText('Version');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('? opens the shortcut sheet, but not in a text field', async ({ share }) => {
  const { page } = await share();
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toContainText('Choose Folder…');
  await expect(sheet).toContainText('Pause or Resume');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await goTo(page, 'Train');
  await page.getByLabel('Filters', { exact: true }).press('?');
  await expect(sheet).toHaveCount(0);
});

test('recent folders are in the menu and on the page, without missing ones', async ({ launch }, testInfo) => {
  const [kept, gone] = ['kept', 'gone'].map((name) => testInfo.outputPath(name)) as [string, string];
  for (const folder of [kept, gone]) {
    fs.mkdirSync(folder);
    fs.copyFileSync(path.join(exampleImages, '0/000.png'), path.join(folder, 'a.png'));
  }
  const first = await launch();
  for (const folder of [kept, gone]) {
    await answerDialogs(first.app, [folder]);
    await first.page.getByRole('button', { name: 'Choose folder…' }).click();
    await expect(first.page.getByText(folder)).toBeVisible();
    await expect(first.page.getByText('1 image', { exact: true })).toBeVisible();
  }
  await first.app.close();
  fs.rmSync(gone, { recursive: true });

  const { app, page } = await launch();
  await expect(page.getByRole('button', { name: kept })).toBeVisible();
  await expect(page.getByRole('button', { name: gone })).toHaveCount(0);
  const labels = await app.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.getMenuItemById('open-recent')
      ?.submenu?.items.map(({ label }) => label),
  );
  expect(labels).toEqual([kept, '', 'Clear Recent Folders']);
  // As from a jump list: a second start names the folder.
  await app.evaluate(
    ({ app: program }, args) => void program.emit('second-instance', {}, args, '/'),
    [`--open-recent=${kept}`],
  );
  await expect(page.getByText('1 image', { exact: true })).toBeVisible();
  await app.evaluate(({ Menu }) => {
    const recent = Menu.getApplicationMenu()?.getMenuItemById('open-recent')?.submenu?.items ?? [];
    recent[recent.length - 1]?.click();
  });
  await expect.poll(() => isEnabled(app, 'open-recent')).toBe(false);
});

test('size, position and theme of the window are kept, but not a position off the screen', async ({
  launch,
  userData,
}) => {
  const bounds = { x: 120, y: 90, width: 1010, height: 700 };
  const place = (app: ElectronApplication) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  const first = await launch();
  await first.app.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
  }, bounds);
  await chooseInMenu(first.app, 'theme-dark');
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await first.app.close();

  const second = await launch();
  expect(await place(second.app)).toMatchObject({ width: bounds.width, height: bounds.height });
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // The window has its theme's colour before the page is drawn.
  const colour = await second.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBackgroundColor(),
  );
  expect(colour?.toLowerCase()).toContain('14161a');
  await second.app.close();

  const file = path.join(userData, 'preferences.json');
  const kept = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...kept, window: { ...kept.window, x: -9000, y: -9000 } }));
  const third = await launch();
  const { x = -1, y = -1 } = (await place(third.app)) ?? {};
  expect(x).toBeGreaterThanOrEqual(0);
  expect(y).toBeGreaterThanOrEqual(0);
});

test('quitting during a training asks whether to keep training or to save and quit', async ({
  studio,
  userData,
}) => {
  const { app, page } = studio;
  await trainLong(page);
  await expect.poll(() => isEnabled(app, 'start')).toBe(false);
  await expect.poll(() => isEnabled(app, 'stop')).toBe(true);
  await answerQuestion(app, 1);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => questions(app)).toEqual(['A training is running.']);
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeEnabled();

  await answerQuestion(app, 0);
  const closed = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closed;
  const [run] = fs.readdirSync(path.join(userData, 'library'));
  const record = JSON.parse(fs.readFileSync(path.join(userData, 'library', run ?? '', 'run.json'), 'utf8'));
  expect(record.status).toBe('stopped');
});

test('a training is on the taskbar and keeps the machine awake until it stops', async ({ studio }) => {
  const { app, page } = studio;
  await app.evaluate(({ BrowserWindow, powerSaveBlocker }) => {
    const seen = globalThis as unknown as { bars: number[]; blocks: string[] };
    seen.bars = [];
    seen.blocks = [];
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.setProgressBar = (progress: number) => void seen.bars.push(progress);
    powerSaveBlocker.start = (kind: string) => seen.blocks.push(kind);
    powerSaveBlocker.stop = () => {
      seen.blocks.push('end');
      return true;
    };
  });
  const seen = () =>
    app.evaluate(() => {
      const { bars, blocks } = globalThis as unknown as { bars: number[]; blocks: string[] };
      return { bars, blocks };
    });
  await trainLong(page);
  await expect
    .poll(async () => (await seen()).bars.some((progress) => progress > 0 && progress < 1))
    .toBe(true);
  expect((await seen()).blocks).toEqual(['prevent-app-suspension']);
  await chooseInMenu(app, 'stop');
  await expect(page.getByText('Training stopped.')).toBeAttached();
  const { bars, blocks } = await seen();
  // Without a known end at first; Linux cannot show that.
  expect(bars[0]).toBe(process.platform === 'linux' ? 0.01 : 2);
  expect(bars[bars.length - 1]).toBe(-1);
  expect(blocks).toEqual(['prevent-app-suspension', 'end']);
});

test('the log is shown, and diagnostics contain no personal path', async ({ share }) => {
  const { app, page, library } = await share();
  await chooseInMenu(app, 'log');
  const dialog = page.getByRole('dialog', { name: 'Log' });
  await expect(dialog.getByRole('log')).toContainText('started');
  await dialog.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(dialog.getByText(/^Copied/)).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toMatch(/^PixelCNN Studio \d/);
  expect(copied).toContain('TensorFlow 2.');
  expect(copied).toContain('started');
  expect(copied).not.toContain(path.dirname(library));
});

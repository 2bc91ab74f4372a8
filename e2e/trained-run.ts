/** A small run that knows classes, made once by the command line for the tests of a file. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import { exampleImages, goTo, test as base, type Studio } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The id of the run in the library. */
export const trainedId = '2026-11-24-080000';
/** Its pictures are this wide and high. */
export const side = 12;

export function commandLine(...args: string[]): string {
  return execFileSync(process.execPath, ['electron/setup/engine.mjs', 'cli', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

interface WorkerFixtures {
  /** The folder of the run, with checkpoints at steps 10 and 20. */
  trained: string;
}

interface Fixtures {
  /** The folder of runs that the program uses. */
  library: string;
  /** The Gallery page of the run. */
  gallery: Studio;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  trained: [
    async ({}, use, workerInfo) => {
      const folder = fs.mkdtempSync(path.join(workerInfo.project.outputDir, 'trained-'));
      const runFolder = path.join(folder, trainedId);
      const settings = [
        ...['architecture=gated', 'classes=folders', 'filters=8', 'blocks=1', 'size=12', 'levels=4'],
        ...['evaluateEvery=10', 'checkpointEvery=10', 'keepEvery=10', 'validationShare=0.02'],
      ];
      const set = settings.flatMap((setting) => ['--set', setting]);
      commandLine('train', '--data', exampleImages, '--run', runFolder, '--steps', '20', ...set);
      await use(runFolder);
      fs.rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  library: async ({ trained, userData }, use) => {
    const library = path.join(userData, 'library');
    fs.cpSync(trained, path.join(library, trainedId), { recursive: true });
    await use(library);
  },
  gallery: async ({ library, launch }, use) => {
    expect(fs.existsSync(library)).toBe(true);
    const studio = await launch();
    await goTo(studio.page, 'Gallery');
    await expect(studio.page.getByRole('button', { name: 'Generate' })).toBeEnabled({ timeout: 30_000 });
    await use(studio);
  },
});

/** Opens a closed disclosure. */
export async function openMore(page: Page): Promise<void> {
  const more = page.locator('details').filter({ hasText: 'Rows compare' });
  if (!(await more.evaluate((element) => (element as HTMLDetailsElement).open))) {
    await more.locator('summary').click();
  }
}

/** Draws with what stands in the form and waits for the gallery. */
export async function generate(page: Page, told: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('main').getByText(told).first()).toBeVisible({ timeout: 60_000 });
}

export const pictures = (page: Page) => page.getByRole('listbox', { name: 'Pictures', exact: true });

/** Drops a file of the disk on the window. */
export async function dropFile(page: Page, file: string): Promise<void> {
  await page.evaluate(() => {
    document.getElementById('carrier')?.remove();
    document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'carrier' }));
  });
  const session = await page.context().newCDPSession(page);
  const { root: top } = await session.send('DOM.getDocument');
  const selector = '#carrier';
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: top.nodeId, selector });
  await session.send('DOM.setFileInputFiles', { nodeId, files: [file] });
  await page.evaluate(() => {
    const carrier = document.getElementById('carrier') as HTMLInputElement;
    const dataTransfer = new DataTransfer();
    if (carrier.files?.[0]) dataTransfer.items.add(carrier.files[0]);
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
    carrier.remove();
  });
}

/** Where the next dialog for saving writes, instead of being shown. */
export async function answerSaving(app: Studio['app'], filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

interface Point {
  x: number;
  y: number;
}

/** Moves the mouse, held down. Playwright's own way wants a newer Chromium than the oldest that is supported. */
export async function drag(page: Page, from: Point, to: Point, hold = async () => {}): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', { x, y }: Point, buttons = 1) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons, clickCount: 1 });
  await session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...from });
  await send('mousePressed', from);
  for (const share of [0.25, 0.5, 0.75, 1]) {
    await send('mouseMoved', {
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    });
  }
  await hold();
  await send('mouseReleased', to, 0);
}

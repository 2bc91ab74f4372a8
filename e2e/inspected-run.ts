/** A small run made once by the command line, and the Inspect page of it. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect as patient, type Page } from 'playwright/test';
import type { StudioBridge } from '../electron/api';
import { exampleImages, goTo, test as base, type Studio } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Waits as long as a busy machine may take. */
export const expect = patient.configure({ timeout: 30_000 });

/** The id of the run in the library. */
export const run = '2026-11-24-080000';
/** An image that its network can look at. */
export const image = path.join(exampleImages, '3', '003.png');

export function commandLine(...args: string[]): string {
  return execFileSync(process.execPath, ['electron/setup/engine.mjs', 'cli', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
}

/** Trains twenty steps on the example images, keeping checkpoints at steps 10 and 20. */
export function trainSmall(runFolder: string, ...settings: string[]): void {
  const kept = ['evaluateEvery=10', 'checkpointEvery=10', 'keepEvery=10'];
  const set = [...kept, ...settings].flatMap((setting) => ['--set', setting]);
  commandLine('train', '--data', exampleImages, '--run', runFolder, '--steps', '20', ...set);
}

interface WorkerFixtures {
  /** A run of 4 grey levels. */
  trained: string;
}

interface Fixtures {
  /** The Inspect page of that run. */
  inspect: Studio;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  trained: [
    async ({}, use, workerInfo) => {
      const folder = fs.mkdtempSync(path.join(workerInfo.project.outputDir, 'inspected-'));
      const runFolder = path.join(folder, run);
      trainSmall(runFolder, 'filters=8', 'blocks=1');
      await use(runFolder);
      fs.rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  inspect: async ({ trained, userData, launch }, use, testInfo) => {
    testInfo.setTimeout(300_000);
    fs.cpSync(trained, path.join(userData, 'library', run), { recursive: true });
    const studio = await launch();
    await goTo(studio.page, 'Inspect');
    await expect(picture(studio.page)).toBeVisible();
    await use(studio);
  },
});

export const picture = (page: Page) => page.getByRole('slider', { name: 'Picture, pixel cursor' });
export const bitsPerDim = (page: Page) => page.getByText(/^\d\.\d{3} bits\/dim$/);

type Bridged = Window & { studio: StudioBridge };

/** Draws six pictures of the run at temperature 0.8. */
export async function draw(page: Page): Promise<string> {
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
export async function levelsOf(page: Page, gallery: string): Promise<number[]> {
  return page.evaluate(
    async ([id, name]) => {
      const answer = await (window as unknown as Bridged).studio.call('openGallery', id, name);
      if (!answer.ok) throw new Error(answer.error.code);
      return Array.from(answer.value.pictures.pixels);
    },
    [run, gallery] as const,
  );
}

/** Lets the page receive a file, as a drop or a paste. */
export async function receive(page: Page, kind: 'drop' | 'paste', file: string): Promise<void> {
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

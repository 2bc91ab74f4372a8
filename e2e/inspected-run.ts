/** A small run that the command line makes once, and its Inspect page. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import type { StudioBridge } from '../electron/api/contract';
import type { SharedStudio } from './shared-program';
import { smallRun, smallRunId } from './small-run';
import type { Studio } from './start-program';
import { answerDialogs, exampleImages, goTo, test as base } from './studio';

/** An image that its network can inspect. */
export const image = path.join(exampleImages, '3', '003.png');

interface Fixtures {
  /** A run of 4 grey levels. */
  trained: string;
  /** The Inspect page of that run. */
  inspect: SharedStudio;
}

export const test = base.extend<Fixtures>({
  trained: async ({}, use) => {
    await use(smallRun('filters=8', 'blocks=1'));
  },
  inspect: async ({ trained, share }, use) => {
    const studio = await share((library) =>
      fs.cpSync(trained, path.join(library, smallRunId), { recursive: true }),
    );
    await goTo(studio.page, 'Inspect');
    await expect(picture(studio.page)).toBeVisible();
    await use(studio);
  },
});

/** Opens a picture with the file dialog. */
export async function openPicture({ app, page }: Studio, file: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Picture from' }).selectOption({ label: 'File or clipboard' });
  await answerDialogs(app, [file]);
  await page.getByRole('button', { name: 'Choose picture…' }).click();
}

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
      start: 'blank',
      grid: null,
      className: null,
      completion: null,
    });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  }, smallRunId);
}

/** The levels of a gallery's pictures. */
export async function levelsOf(page: Page, gallery: string): Promise<number[]> {
  return page.evaluate(
    async ([id, name]) => {
      const answer = await (window as unknown as Bridged).studio.call('openGallery', id, name);
      if (!answer.ok) throw new Error(answer.error.code);
      return Array.from(answer.value.pictures.pixels);
    },
    [smallRunId, gallery] as const,
  );
}

/** Pastes a picture file into the page. */
export async function pasteFile(page: Page, file: string): Promise<void> {
  await page.evaluate(
    (bytes) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    },
    Array.from(fs.readFileSync(file)),
  );
}

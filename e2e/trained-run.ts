/** A small run with classes, which the command line makes once for the tests of a file. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import type { SharedStudio } from './shared-program';
import { smallRun, smallRunId } from './small-run';
import { goTo, test as base } from './studio';

/** The width and height of its pictures. */
export const side = 12;

interface Fixtures {
  /** The folder of the run, with checkpoints at steps 10 and 20. */
  trained: string;
  /** The Gallery page of the run. */
  gallery: SharedStudio;
}

export const test = base.extend<Fixtures>({
  trained: async ({}, use) => {
    await use(
      smallRun(
        ...['architecture=gated', 'classes=folders', 'filters=8', 'blocks=1', 'size=12', 'levels=4'],
        'validationShare=0.02',
      ),
    );
  },
  gallery: async ({ trained, share }, use) => {
    const studio = await share((library) =>
      fs.cpSync(trained, path.join(library, smallRunId), { recursive: true }),
    );
    await openGallery(studio.page);
    await use(studio);
  },
});

/** Goes to the Gallery page of a run that can draw. */
export async function openGallery(page: Page): Promise<void> {
  await goTo(page, 'Gallery');
  await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled();
}

/** Opens a closed disclosure. */
export async function openMore(page: Page): Promise<void> {
  const more = page.locator('details').filter({ hasText: 'Rows compare' });
  if (!(await more.evaluate((element) => (element as HTMLDetailsElement).open))) {
    await more.locator('summary').click();
  }
}

/** Draws with the current form and waits for the gallery. */
export async function generate(page: Page, announced: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('main').getByText(announced).first()).toBeVisible();
}

export const pictures = (page: Page) => page.getByRole('listbox', { name: 'Pictures', exact: true });

interface Point {
  x: number;
  y: number;
}

/** Drags with the mouse. Playwright's own way needs a newer Chromium than the oldest supported one. */
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

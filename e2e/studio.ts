import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  expect,
  test as base,
  type ElectronApplication,
  type Locator,
  type Page,
  type TestInfo,
} from 'playwright/test';
import { onSomeDisplay } from '../electron/setup/display.mjs';
import { SharedProgram, type SharedStudio } from './shared-program';
import { startProgram, type LaunchOptions, type Studio } from './start-program';

const root = fileURLToPath(new URL('..', import.meta.url));

export const exampleImages = path.join(root, 'resources/example-images');

export const pageNames = ['Data', 'Train', 'Inspect', 'Gallery', 'Runs', 'Settings'] as const;

/** Follows the navigation's link to a page. */
export async function goTo(page: Page, name: (typeof pageNames)[number]): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** What the next dialogs for opening answer, instead of being shown. */
export async function answerDialogs(app: ElectronApplication, filePaths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen });
  }, filePaths);
}

/** Where the next dialogs for saving write, instead of being shown. */
export async function answerSaving(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

/** Drops a file or folder of the disk on the window. */
export async function dropFile(page: Page, file: string): Promise<void> {
  await page.evaluate(() => {
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

/** Chooses the theme on the Settings page. */
export async function chooseTheme(page: Page, name: 'Light' | 'Dark'): Promise<void> {
  await goTo(page, 'Settings');
  await page.getByRole('radiogroup', { name: 'Theme' }).getByText(name, { exact: true }).click();
}

/** Chooses an entry of the menu by its id. */
export async function chooseInMenu(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (!item?.enabled) throw new Error(`the menu has no enabled ${wanted}`);
    item.click();
  }, id);
}

/** The texts that an element shows from now on, also those that come and go between two looks. */
export async function textsOf(element: Locator): Promise<() => Promise<string[]>> {
  const texts = await element.evaluateHandle((watched) => {
    const seen = [watched.textContent ?? ''];
    new MutationObserver(() => seen.push(watched.textContent ?? '')).observe(watched, {
      characterData: true,
      childList: true,
      subtree: true,
    });
    return seen;
  });
  return () => texts.jsonValue();
}

interface WorkerFixtures {
  /** On Linux without a screen each worker has a display of its own, so windows take no focus from one another. */
  display: undefined;
  sharedProgram: SharedProgram;
}

interface Fixtures {
  /** A folder of this test's own for preferences and runs, with a space in its name. */
  userData: string;
  /** Starts the program. Several can be started one after another; all are closed after the test. */
  launch: (options?: LaunchOptions) => Promise<Studio>;
  /** A started program. */
  studio: Studio;
  page: Page;
  /** The program of all tests that ask for it, with the runs that `fill` puts into its library. See SharedProgram. */
  share: (fill?: (library: string) => void) => Promise<SharedStudio>;
}

/** Playwright's `test`, with the program started for each test in a folder of its own. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  display: [({}, use) => onSomeDisplay(() => use(undefined)), { scope: 'worker', auto: true }],
  sharedProgram: [
    async ({}, use, { project, workerIndex }) => {
      const program = new SharedProgram(path.join(project.outputDir, `shared program ${workerIndex}`));
      await use(program);
      await program.close();
    },
    { scope: 'worker' },
  ],
  userData: async ({}, use, testInfo) => {
    await use(testInfo.outputPath('user data'));
  },
  launch: async ({ userData }, use, testInfo) => {
    const started: Studio[] = [];
    await use(async (options) => {
      const studio = await startProgram(userData, options);
      started.push(studio);
      return studio;
    });
    for (const studio of started) {
      await showFailure(studio, testInfo);
      await studio.app.close();
    }
  },
  studio: async ({ launch }, use) => {
    await use(await launch());
  },
  page: async ({ studio }, use) => {
    await use(studio.page);
  },
  share: async ({ sharedProgram }, use, testInfo) => {
    let shared: SharedStudio | undefined;
    await use(async (fill = () => {}) => (shared = await sharedProgram.begin(fill)));
    if (shared) await showFailure(shared, testInfo);
  },
});

async function showFailure({ page }: Studio, testInfo: TestInfo): Promise<void> {
  if (testInfo.status === testInfo.expectedStatus || page.isClosed()) return;
  await testInfo.attach('window', { body: await page.screenshot(), contentType: 'image/png' });
}

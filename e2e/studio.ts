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

/** Opens a page with its navigation link. */
export async function goTo(page: Page, name: (typeof pageNames)[number]): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

/** Makes the next open dialogs return these paths instead of being shown. */
export async function answerDialogs(app: ElectronApplication, filePaths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen });
  }, filePaths);
}

/** Makes the next save dialogs return this path instead of being shown. */
export async function answerSaving(app: ElectronApplication, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

/** Drops a file or folder on the window. */
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

/** Chooses an entry of the menu by its id, as soon as it is enabled. */
export async function chooseInMenu(app: ElectronApplication, id: string): Promise<void> {
  const choose = () =>
    app.evaluate(({ Menu }, wanted) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
      if (item?.enabled) item.click();
      return item?.enabled;
    }, id);
  await expect.poll(choose, `the menu's ${id}`).toBe(true);
}

/** Records the texts that an element shows from now on, even short-lived ones. */
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
  /**
   * On Linux without a screen each worker has its own display, so that windows do not take the focus from each other.
   */
  display: undefined;
  sharedProgram: SharedProgram;
}

interface Fixtures {
  /** The test's folder for preferences and runs, with a space in its name. */
  userData: string;
  /** Starts the program, more than once if needed; all are closed after the test. */
  launch: (options?: LaunchOptions) => Promise<Studio>;
  /** A started program. */
  studio: Studio;
  page: Page;
  /** The program that tests share, with the runs that `fill` puts into its library. See SharedProgram. */
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

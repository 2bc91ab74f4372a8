import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test as base, type ElectronApplication, type Page } from 'playwright/test';

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

/** A started program and its window. */
export interface Studio {
  app: ElectronApplication;
  page: Page;
}

export interface LaunchOptions {
  /** Another program than the built one, with what it is to be started with. */
  executable?: string;
  /** Environment variables that replace the test's own. */
  env?: Record<string, string>;
  /** Begins with the example run, as for a person who starts the program for the first time. */
  withExample?: boolean;
}

interface Fixtures {
  /** A folder of this test's own for preferences and runs, with a space in its name. */
  userData: string;
  /** Starts the program. Several can be started one after another; all are closed after the test. */
  launch: (options?: LaunchOptions) => Promise<Studio>;
  /** A started program. */
  studio: Studio;
  page: Page;
}

/** Playwright's `test`, with the program started for each test in a folder of its own. */
export const test = base.extend<Fixtures>({
  userData: async ({}, use, testInfo) => {
    await use(testInfo.outputPath('user data'));
  },
  launch: async ({ userData }, use, testInfo) => {
    const started: Studio[] = [];
    await use(async ({ executable, env = currentEnvironment(), withExample = false } = {}) => {
      // A library that is there gets no example run.
      if (!withExample) fs.mkdirSync(path.join(userData, 'library'), { recursive: true });
      const app = await _electron.launch({
        executablePath: executable ?? electronProgram(),
        args: [...(executable ? [] : [root]), '--no-sandbox', `--user-data-dir=${userData}`],
        // What a test deletes goes into a trash of its own.
        env: { ...env, XDG_DATA_HOME: `${userData} home` },
      });
      const studio = { app, page: await app.firstWindow() };
      started.push(studio);
      // Whatever the program asks in a window of the system is answered as it suggests.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = ((...given: unknown[]) => {
          const { defaultId = 0 } = given[given.length - 1] as { defaultId?: number };
          return Promise.resolve({ response: defaultId, checkboxChecked: false });
        }) as typeof dialog.showMessageBox;
      });
      // The window may be there before the page has drawn itself.
      await studio.page.getByRole('navigation').waitFor();
      return studio;
    });
    for (const [index, { app, page }] of started.entries()) {
      if (testInfo.status !== testInfo.expectedStatus && !page.isClosed()) {
        await page.screenshot({ path: testInfo.outputPath(`window-${index + 1}.png`) });
      }
      await app.close();
    }
  },
  studio: async ({ launch }, use) => {
    await use(await launch());
  },
  page: async ({ studio }, use) => {
    await use(studio.page);
  },
});

function electronProgram(): string {
  return process.env['STUDIO_ELECTRON'] ?? createRequire(import.meta.url)('electron');
}

/** The test's own environment, without what some editors' terminals set: Electron would start as plain Node. */
function currentEnvironment(): Record<string, string> {
  const environment = { ...process.env };
  delete environment['ELECTRON_RUN_AS_NODE'];
  return environment as Record<string, string>;
}

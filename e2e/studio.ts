import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, type Page } from 'playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));

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
    await use(async ({ executable, env = currentEnvironment() } = {}) => {
      const app = await _electron.launch({
        executablePath: executable ?? electronProgram(),
        args: [...(executable ? [] : [root]), '--no-sandbox', `--user-data-dir=${userData}`],
        env,
      });
      const studio = { app, page: await app.firstWindow() };
      started.push(studio);
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

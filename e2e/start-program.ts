/** Starts the program under Playwright's eyes. */
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { patience } from './patience';

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
  /** Begins with the example run, as for a person who starts the program for the first time. */
  withExample?: boolean;
}

/** @param userData where it keeps preferences and, in `library`, its runs */
export async function startProgram(
  userData: string,
  { executable, env = currentEnvironment(), withExample = false }: LaunchOptions = {},
): Promise<Studio> {
  // A library that is there gets no example run.
  if (!withExample) fs.mkdirSync(path.join(userData, 'library'), { recursive: true });
  const app = await _electron.launch({
    executablePath: executable ?? electronProgram(),
    args: [...(executable ? [] : [root]), '--no-sandbox', `--user-data-dir=${userData}`],
    // What a test deletes goes into a trash of its own.
    env: { ...env, XDG_DATA_HOME: `${userData} home` },
    timeout: patience,
  });
  app.context().setDefaultTimeout(patience);
  const page = await app.firstWindow({ timeout: patience });
  // Whatever the program asks in a window of the system is answered as it suggests.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((...given: unknown[]) => {
      const { defaultId = 0 } = given[given.length - 1] as { defaultId?: number };
      return Promise.resolve({ response: defaultId, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  });
  // The window may be there before the page has drawn itself.
  await page.getByRole('navigation').waitFor();
  return { app, page };
}

function electronProgram(): string {
  return process.env['STUDIO_ELECTRON'] ?? createRequire(import.meta.url)('electron');
}

/** The test's own environment, without what some editors' terminals set: Electron would start as plain Node. */
function currentEnvironment(): Record<string, string> {
  const environment = { ...process.env };
  delete environment['ELECTRON_RUN_AS_NODE'];
  return environment as Record<string, string>;
}

/** Starts the program under Playwright's control. */
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
  /** Another executable than Electron with the built program. */
  executable?: string;
  /** Environment variables that replace the test's own. */
  env?: Record<string, string>;
  /** Arguments of the program. */
  args?: string[];
  /** Adds the example run, as at the first start of the program. */
  withExample?: boolean;
  /** Shows the notice of an old Electron, as at the first start. */
  withNotice?: boolean;
}

/** @param userData the folder for preferences and, in `library`, runs */
export async function startProgram(
  userData: string,
  {
    executable,
    env = currentEnvironment(),
    args = [],
    withExample = false,
    withNotice = false,
  }: LaunchOptions = {},
): Promise<Studio> {
  // An existing library gets no example run.
  if (!withExample) fs.mkdirSync(path.join(userData, 'library'), { recursive: true });
  const preferences = path.join(userData, 'preferences.json');
  if (!withNotice && !fs.existsSync(preferences)) {
    fs.mkdirSync(userData, { recursive: true });
    fs.writeFileSync(preferences, '{"electronNoticeClosed": true}');
  }
  const [executablePath = '', ...own] = startArguments(userData, executable);
  const app = await _electron.launch({
    executablePath,
    args: [...own, ...args],
    // The trash of the test.
    env: { ...env, XDG_DATA_HOME: `${userData} home` },
    timeout: patience,
  });
  app.context().setDefaultTimeout(patience);
  const page = await app.firstWindow({ timeout: patience });
  // System dialogs are answered with their default button.
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((...given: unknown[]) => {
      const { defaultId = 0 } = given[given.length - 1] as { defaultId?: number };
      return Promise.resolve({ response: defaultId, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  });
  // The window may open before the page is drawn.
  await page.getByRole('navigation').waitFor();
  return { app, page };
}

/** The executable and the arguments with which the program starts: Electron and the built program, or another one. */
export function startArguments(userData: string, executable?: string): string[] {
  const electron = process.env['STUDIO_ELECTRON'] ?? createRequire(import.meta.url)('electron');
  const program = executable ? [executable] : [electron, root];
  return [...program, '--no-sandbox', `--user-data-dir=${userData}`];
}

/**
 * The test's environment without a variable that some editors' terminals set, with which Electron would start as
 * plain Node.
 */
function currentEnvironment(): Record<string, string> {
  const environment = { ...process.env };
  delete environment['ELECTRON_RUN_AS_NODE'];
  return environment as Record<string, string>;
}

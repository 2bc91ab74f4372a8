import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import type { StudioBridge } from '../electron/api/contract';
import { defaultPreferences } from '../electron/api/program';
import { patience } from './patience';
import { startProgram, type Studio } from './start-program';

/** The preferences that a test changes through the window. */
const { recentFolders, problem, electronNoticeClosed, ...preferences } = defaultPreferences;

export interface SharedStudio extends Studio {
  /** The folder of its runs. */
  library: string;
}

/**
 * One program for many tests, since starting it takes longer than most tests. It suits tests that change only runs,
 * preferences and the page. Each begins with a fresh page, default preferences and its own library.
 */
export class SharedProgram {
  #studio: Promise<Studio> | undefined;

  /** @param userData a folder that no other program uses */
  constructor(private readonly userData: string) {}

  /** @param fill puts runs into the empty library */
  async begin(fill: (library: string) => void): Promise<SharedStudio> {
    const { app, page } = await (this.#studio ??= startProgram(this.userData));
    const library = path.join(this.userData, 'library');
    fs.rmSync(library, { recursive: true });
    fs.mkdirSync(library);
    fill(library);
    await page.evaluate(async (wanted) => {
      const { studio } = window as unknown as { studio: StudioBridge };
      const state = await studio.call('trainingState');
      if (!state.ok || state.value.phase !== 'idle') throw new Error('a test left a training running');
      const found = await studio.call('readPreferences');
      if (!found.ok) throw new Error(found.error.code);
      // Changing the number of cores would restart the jobs.
      const changed = Object.entries(wanted).filter(
        ([name, value]) => found.value[name as keyof typeof wanted] !== value,
      );
      if (changed.length) await studio.call('writePreferences', Object.fromEntries(changed));
    }, preferences);
    await page.goto(page.url().replace(/#.*/, ''));
    await page.getByRole('navigation').waitFor();
    return { app, page, library };
  }

  async close(): Promise<void> {
    if (this.#studio) await (await this.#studio).app.close();
    for (const folder of [this.userData, `${this.userData} home`]) {
      // The last processes of a browser may still write into its profile.
      const remove = () => fs.rmSync(folder, { recursive: true, force: true });
      await expect(remove).toPass({ timeout: patience });
    }
  }
}

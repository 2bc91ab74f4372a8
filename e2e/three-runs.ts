/** Three small trained runs in a library, made once for the tests of a file. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import type { SharedStudio } from './shared-program';
import { trainedOnce } from './small-run';
import { goTo, test as base } from './studio';

/** Puts three small runs into a library: two with the same pictures, one with other levels. */
export function putRuns(library: string): void {
  const put = (id: string, name: string, setting: string) => {
    const run = path.join(library, id);
    const made = trainedOnce(40, 'filters=8', 'blocks=1', 'evaluateEvery=10', 'batchSize=16', setting);
    fs.cpSync(made, run, { recursive: true });
    const file = path.join(run, 'run.json');
    const record = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify({ ...record, name }, null, 2));
  };
  put('2026-11-01-080000', 'Slow learner', 'learningRate=0.0001');
  put('2026-11-02-080000', 'Fast learner', 'learningRate=0.003');
  put('2026-11-03-080000', 'Eight levels', 'levels=8');
}

export const test = base.extend<{ runs: SharedStudio }>({
  runs: async ({ share }, use) => {
    await use(await share(putRuns));
  },
});

export const rowOf = (page: Page, name: string) => page.getByRole('row', { name, exact: true });

/** Opens a run from the list. */
export async function open(page: Page, run: string): Promise<void> {
  await goTo(page, 'Runs');
  await rowOf(page, run).getByRole('button', { name: 'Open' }).click();
  await expect(curves(page)).toBeVisible();
}

export const curves = (page: Page) => page.getByRole('slider', { name: 'Loss curves, bits per dimension' });

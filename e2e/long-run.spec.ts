/** A run of very many steps: its curve is read from the index, zoomed to single steps, and compared with another. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, type ElectronApplication, type Locator, type Page } from 'playwright/test';
import { isWhole, report } from './fault-figures';
import { patience } from './patience';
import { smallRun } from './small-run';
import { goTo, test } from './studio';
import { open, curves, rowOf } from './three-runs';

/** An hour of small steps; in a whole run the steps of a week. */
const steps = isWhole ? 10_000_000 : 200_000;
const ids = ['2026-11-01-080000', '2026-11-02-080000'];

/** Falls all the time, so that a thinned curve has the first and the last step of each block alone. */
const bitsAt = (step: number) => 1 + 3 / Math.sqrt(step);

function lineOf(step: number): string {
  const loss = `{"nats":1,"bits":${bitsAt(step)}}`;
  const done = `{"type":"step-done","step":${step},"epoch":${step / 100},"milliseconds":${step},"training":${loss},"learningRate":0.0005,"imagesPerSecond":1234.5678,"millisecondsLeft":123456.789}\n`;
  const seen = `{"type":"evaluated","step":${step},"milliseconds":${step},"validation":${loss},"best":false}\n`;
  return step % 1000 ? done : done + seen;
}

function putLongRuns(library: string): void {
  const metrics = path.join(path.dirname(library), 'metrics.jsonl');
  const file = fs.openSync(metrics, 'w');
  for (let first = 1; first <= steps; first += 10_000) {
    fs.writeSync(file, Array.from({ length: 10_000 }, (_, i) => lineOf(first + i)).join(''));
  }
  fs.closeSync(file);
  for (const [index, id] of ids.entries()) {
    const run = path.join(library, id);
    fs.cpSync(smallRun('size=8', 'levels=4', 'filters=8', 'blocks=1'), run, { recursive: true });
    const record = path.join(run, 'run.json');
    const content = JSON.parse(fs.readFileSync(record, 'utf8')) as object;
    fs.writeFileSync(record, JSON.stringify({ ...content, name: `Long ${index + 1}` }));
    fs.rmSync(path.join(run, 'metrics.jsonl'));
    fs.linkSync(metrics, path.join(run, 'metrics.jsonl'));
  }
}

/** The memory of the page's process in MiB; Electron counts in KiB. */
async function pageMemory(app: ElectronApplication): Promise<number> {
  const metrics = await app.evaluate(({ app: program }) => program.getAppMetrics());
  const page = metrics.find(({ type }) => type === 'Tab');
  if (!page) throw new Error('the page has no process');
  return page.memory.workingSetSize / 1024;
}

/** Zooms to the last steps with the keyboard, and waits until the last but one can be read. */
async function readLastButOne(page: Page, chart: Locator): Promise<void> {
  const shown = async (end: 'min' | 'now' | 'max') => Number(await chart.getAttribute(`aria-value${end}`));
  await chart.focus();
  await expect(async () => {
    await page.keyboard.press('+');
    expect((await shown('max')) - (await shown('min'))).toBeLessThan(200);
  }).toPass({ timeout: patience });
  await expect(async () => {
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    expect(await shown('now')).toBe(steps - 1);
  }).toPass({ timeout: patience });
}

test('a long run opens from its index, zooms to single steps, and is compared', async ({
  launch,
  userData,
}) => {
  fs.mkdirSync(path.join(userData, 'library'), { recursive: true });
  putLongRuns(path.join(userData, 'library'));
  const first = await launch();
  await open(first.page, 'Long 1');
  await expect(curves(first.page)).toHaveAttribute('aria-valuemax', String(steps));
  await first.app.close();

  const { app, page } = await launch();
  await goTo(page, 'Runs');
  await expect(rowOf(page, 'Long 1')).toBeVisible();
  const before = await pageMemory(app);
  const startedAt = performance.now();
  await open(page, 'Long 1');
  await expect(curves(page)).toHaveAttribute('aria-valuemax', String(steps));
  const seconds = (performance.now() - startedAt) / 1000;

  await readLastButOne(page, curves(page));
  const more = (await pageMemory(app)) - before;
  console.log(
    `${steps} steps: the first curve after ${seconds.toFixed(2)} s, ${more.toFixed(0)} MiB more in the page`,
  );
  if (isWhole) expect([seconds < 2, more < 100]).toEqual([true, true]);
  const count = steps.toLocaleString('en-GB');
  report(`The curve of ${count} steps opened within 2 s, with at most 100 MiB more in the page`, 1, seconds);

  await goTo(page, 'Runs');
  for (const name of ['Long 1', 'Long 2']) await page.getByLabel(`Compare ${name}`).check();
  await page.getByRole('button', { name: 'Compare 2 runs' }).click();
  await page.getByText('Training, smoothed', { exact: true }).click();
  await readLastButOne(page, page.getByRole('slider', { name: /^Training loss, smoothed .* of the runs/ }));
});

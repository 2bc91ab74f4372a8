/** The whole program killed at random moments of a training: at each next start the run is offered and resumed. */
import crypto from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { isWhole, report, seed } from './fault-figures';
import { goTo, test } from './studio';

const kills = isWhole ? 50 : 2;

/** Up to a second, in which a training makes many steps and some checkpoints. */
function randomMoment(kill: number): Promise<void> {
  const bytes = crypto.createHash('sha256').update(`${seed} ${kill}`).digest();
  return new Promise((resolve) => setTimeout(resolve, (1000 * bytes.readUInt32LE()) / 2 ** 32));
}

async function trainEndlessly(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
  const settings = {
    Steps: '100000',
    'Evaluate every': '50',
    'Checkpoint every': '5',
    Filters: '4',
    Blocks: '1',
  };
  for (const [label, value] of Object.entries(settings)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
}

test('a program killed during a training resumes it at the next start', async ({ launch, userData }) => {
  test.skip(process.platform === 'win32', 'Windows has no process groups.');
  console.log(`${kills} kills; the seed is ${seed}.`);
  const startedAt = performance.now();
  const library = path.join(userData, 'library');
  const runs = () => fs.readdirSync(library);
  const inRun = (...names: string[]) => path.join(library, runs()[0] ?? '', ...names);
  /** The step of the last checkpoint; -1 without one. */
  const saved = () => {
    const file = inRun('checkpoints', 'last');
    return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : -1;
  };

  let { app, page } = await launch();
  await trainEndlessly(page);
  for (let kill = 0; kill < kills; kill++) {
    const before = saved();
    await expect.poll(saved).toBeGreaterThan(Math.max(0, before));
    await randomMoment(kill);
    const ended = once(app.process(), 'exit');
    process.kill(-(app.process().pid as number), 'SIGKILL');
    await ended;
    ({ app, page } = await launch());
    await goTo(page, 'Runs');
    expect(runs()).toHaveLength(1);
    expect(JSON.parse(fs.readFileSync(inRun('run.json'), 'utf8'))).toMatchObject({ status: 'interrupted' });
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
  }
  const before = saved();
  await expect.poll(saved).toBeGreaterThan(before);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Training stopped.')).toBeAttached();

  const lines = fs.readFileSync(inRun('metrics.jsonl'), 'utf8').trim().split('\n');
  const metrics = lines.map((line) => JSON.parse(line) as { type: string; step: number });
  const steps = metrics.filter(({ type }) => type === 'step-done').map(({ step }) => step);
  expect(steps).toEqual(steps.map((_, index) => index + 1));
  const left = fs.readdirSync(inRun(), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);

  const seconds = (performance.now() - startedAt) / 1000;
  report('The whole program killed during a training', kills, seconds);
});

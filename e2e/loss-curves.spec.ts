import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { answerSaving } from './studio';
import { curves, open, test } from './three-runs';

/** Playwright's own mouse cannot drag in the oldest Electron. */
async function drag(page: Page, y: number, from: number, to: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number) =>
    session.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', buttons: 1, clickCount: 1 });
  await send('mousePressed', from);
  await send('mouseMoved', (from + to) / 2);
  await send('mouseMoved', to);
  await send('mouseReleased', to);
}

/** Bits per dimension of a step of the run "Fast learner", as it was logged. */
function trainingLoss(library: string, step: number): number {
  const lines = fs
    .readFileSync(path.join(library, '2026-11-02-080000/metrics.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const metrics = lines.map((line) => JSON.parse(line));
  return metrics.find((metric) => metric.type === 'step-done' && metric.step === step).training.bits;
}

test('curves are read and zoomed', async ({ runs: { page, library } }) => {
  await open(page, 'Fast learner');
  const chart = curves(page);
  await expect(chart).toHaveAttribute('aria-valuenow', '40');
  await chart.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(chart).toHaveAttribute('aria-valuenow', '39');
  const training = trainingLoss(library, 39);
  await expect(chart).toHaveAttribute(
    'aria-valuetext',
    new RegExp(`^step 39: training ${training.toFixed(3)},`),
  );

  const reset = page.getByRole('button', { name: 'Reset zoom' });
  await expect(reset).toBeDisabled();
  const box = await chart.boundingBox();
  if (!box) throw new Error('the chart has no place');
  await drag(page, box.y + 60, box.x + 200, box.x + 400);
  await expect(reset).toBeEnabled();
  expect(Number(await chart.getAttribute('aria-valuemin'))).toBeGreaterThan(0);
  expect(Number(await chart.getAttribute('aria-valuemax'))).toBeLessThan(40);
  const first = Number(await chart.getAttribute('aria-valuemin'));
  await chart.press('Shift+ArrowRight');
  await expect.poll(async () => Number(await chart.getAttribute('aria-valuemin'))).toBeGreaterThan(first);
  await page.mouse.move(box.x + 300, box.y + 60);
  await page.mouse.wheel(-4000, 0);
  await expect(chart).toHaveAttribute('aria-valuemin', '0');
  await chart.dblclick({ position: { x: 300, y: 60 } });
  await expect(reset).toBeDisabled();
  await expect(chart).toHaveAttribute('aria-valuemax', '40');
  await chart.press('+');
  await expect(reset).toBeEnabled();
  await chart.press('0');
  await expect(reset).toBeDisabled();
});

test('curves are shown as a table, and written as picture and numbers', async ({ runs }, testInfo) => {
  const { app, page, library } = runs;
  await open(page, 'Fast learner');
  await page.getByLabel('Log steps').check();
  await page.getByLabel('Log bits').check();
  const picture = testInfo.outputPath('curves');
  await answerSaving(app, picture);
  await page.getByRole('button', { name: 'Export PNG…' }).click();
  await expect(page.getByText(`Written to ${picture}.png`)).toBeVisible();
  expect(fs.readFileSync(`${picture}.png`).toString('latin1', 1, 4)).toBe('PNG');
  expect(fs.statSync(`${picture}.png`).size).toBeGreaterThan(10_000);
  await page.getByRole('button', { name: 'Export CSV…' }).click();
  await expect(page.getByText(`Written to ${picture}.csv`)).toBeVisible();
  const lines = fs.readFileSync(`${picture}.csv`, 'utf8').trim().split('\r\n');
  // A heading, step 0, and 40 steps, among them the evaluated ones.
  expect(lines).toHaveLength(42);
  expect(lines[39 + 1]).toBe(`"Fast learner",39,${trainingLoss(library, 39)},`);

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const table = page.getByRole('table', { name: 'Losses, bits per dimension' });
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByText('best')).toHaveCount(1);
});

test('samples go back to step 0 by arrow keys, and play to the end', async ({ runs: { page } }) => {
  await open(page, 'Fast learner');
  const slider = page.getByRole('slider', { name: 'Samples over time' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 40');
  await expect(page.getByRole('img', { name: '16 pictures drawn at step 40' })).toBeVisible();
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 0');
  await expect(page.getByRole('img', { name: '16 pictures drawn at step 0' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 10');
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(slider).toHaveAttribute('aria-valuetext', 'step 40');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

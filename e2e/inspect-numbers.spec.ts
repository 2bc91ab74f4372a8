import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import { bitsPerDim, image, picture, openPicture } from './inspected-run';
import { commandLine, smallRun, smallRunId } from './small-run';
import { goTo, test } from './studio';

// The window and the command line must show the same numbers.
const kinds: Record<string, string[]> = {
  '4 greys': ['filters=8', 'blocks=1'],
  '256 greys': ['filters=8', 'blocks=1', 'levels=256'],
  colours: ['filters=12', 'blocks=1', 'levels=16', 'colour=rgb'],
  'a palette': ['filters=8', 'blocks=1', 'levels=8', 'colour=palette'],
  'a gated network that knows classes': ['filters=8', 'blocks=1', 'architecture=gated', 'classes=folders'],
  'PixelCNN++': [
    ...['architecture=plus-plus', 'levels=256', 'colour=rgb', 'size=8'],
    ...['filters=4', 'blocks=1', 'mixtures=2', 'batchSize=8'],
  ],
};

/** The probabilities in the table, by channel and level. */
async function sharesOf(page: Page, channels: number): Promise<number[][]> {
  const rows = page.getByRole('table', { name: 'Probability of every level' }).locator('tbody tr');
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );
  return Array.from({ length: channels }, (_, channel) =>
    cells.map((row) => Number((row[1 + 2 * channel] ?? '').replace('(true)', ''))),
  );
}

for (const [kind, settings] of Object.entries(kinds)) {
  test(`bits and probabilities agree with the command line: ${kind}`, async ({ share }, testInfo) => {
    const runFolder = smallRun(...settings);
    const isOfClasses = settings.includes('classes=folders');
    const channels = settings.includes('colour=rgb') ? 3 : 1;

    const studio = await share((library) =>
      fs.cpSync(runFolder, path.join(library, smallRunId), { recursive: true }),
    );
    const { page } = studio;
    await goTo(page, 'Inspect');
    await expect(picture(page)).toBeVisible();
    await openPicture(studio, image);
    await expect(page.getByText(image)).toBeVisible();
    if (isOfClasses) await page.getByLabel('Inspected as').selectOption('3');
    await picture(page).focus();
    // The moves to x 3 come last, so once x is 3 the row is that of PageDown.
    for (const key of ['Home', 'PageDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
    }
    await expect(picture(page)).toHaveAttribute('aria-valuetext', /^x 3, y \d: level/);
    const [, y = ''] = /y (\d)/.exec((await picture(page).getAttribute('aria-valuetext')) ?? '') ?? [];
    await page.getByText('Probabilities as numbers').click();

    const at = ['--run', runFolder, '--image', image, '--x', '3', '--y', y];
    const report = JSON.parse(
      commandLine('inspect', ...at, ...(isOfClasses ? ['--class', '3'] : []), '--json'),
    ) as { probabilities: number[] | number[][]; bits: number | number[] };
    const expected = (channels === 1 ? [report.probabilities] : report.probabilities) as number[][];
    await expect.poll(async () => furthestApart(await sharesOf(page, channels), expected)).toBeLessThan(2e-6);
    const surprise = [report.bits].flat().reduce((sum, own) => sum + own, 0);
    await expect(page.getByRole('region', { name: 'Distribution of the pixel' })).toContainText(
      `${surprise.toFixed(3)} bits`,
    );

    // The class is the folder's name.
    const alone = testInfo.outputPath('alone');
    fs.mkdirSync(path.join(alone, '3'), { recursive: true });
    fs.copyFileSync(image, path.join(alone, '3', 'it.png'));
    const [evaluated] = commandLine('evaluate', '--run', runFolder, '--data', alone, '--per-image', '--json')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; bits_per_dim: number });
    await expect(bitsPerDim(page)).toHaveText(`${evaluated?.bits_per_dim.toFixed(3)} bits/dim`);
  });
}

function furthestApart(shown: number[][], expected: number[][]): number {
  const differences = expected.flatMap((own, channel) =>
    own.map((share, level) => Math.abs(share - (shown[channel]?.[level] ?? NaN))),
  );
  return differences.some(Number.isNaN) ? Infinity : Math.max(...differences);
}

import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from 'playwright/test';
import type { StudioBridge } from '../electron/api/contract';
import { draw, levelsOf, test } from './inspected-run';
import { smallRunId } from './small-run';

type Bridged = Window & { studio: StudioBridge };

async function libraryOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await (window as unknown as Bridged).studio.call('about');
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value.libraryFolder;
  });
}

test('a drawing can be stepped through, played and forked into siblings', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await expect(page.getByText('Nothing has been drawn with this run yet.')).toBeVisible();
  const gallery = await draw(page);
  await page.getByRole('tab', { name: 'Pixel' }).click();
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await page.getByRole('option', { name: 'Picture 2', exact: true }).click();
  await expect(page.getByText('Drawn at temperature 0.8, top-k 3 by step 20.')).toBeVisible();

  const stage = page.getByRole('slider', { name: 'Picture being drawn, pixel cursor' });
  await page.getByRole('slider', { name: 'Step' }).fill('100');
  await expect(stage).toHaveAttribute('aria-valuetext', /^pixel 101, x 4, y 6: level/);
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  await expect(stage).toHaveAttribute('aria-valuenow', '101');
  await page.getByText('Slow').click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(async () => Number(await stage.getAttribute('aria-valuenow'))).toBeGreaterThan(101);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Quick').click();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(stage).toHaveAttribute('aria-valuenow', '255');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();

  await page.getByRole('slider', { name: 'Step' }).fill('100');
  await expect(stage).toHaveAttribute('aria-valuenow', '100');
  const drawn = (await levelsOf(page, gallery))[2 * 256 + 100] ?? -1;
  await expect(page.getByText(`sampled ${drawn}`)).toBeVisible();
  await page.getByLabel('Cumulative').check();
  await expect(page.getByText(new RegExp(`^Die .* picks ${drawn}, `))).toBeVisible();
  const original = (await levelsOf(page, gallery)).slice(2 * 256, 3 * 256);
  const put = page.getByRole('slider', { name: 'Level chosen here' });
  await put.press(original[100] === 3 ? 'Home' : 'End');
  const level = original[100] === 3 ? 0 : 3;
  await expect(page.getByText(`Level ${level} instead of ${original[100]}.`)).toBeVisible();
  await page.getByRole('spinbutton', { name: 'Siblings' }).fill('4');
  await page.getByRole('button', { name: 'Grow from here' }).click();
  const siblings = page.getByRole('listbox', { name: 'Pictures grown from here' });
  await expect(siblings.getByRole('option')).toHaveCount(4);
  await siblings.getByRole('option').first().click();
  await expect(page.getByText('101 pixels of it were given, not drawn.')).toBeVisible();
  await page.getByRole('button', { name: 'Back to what was forked' }).click();
  await expect(page.getByText('were given, not drawn.')).toBeHidden();

  const names = fs.readdirSync(path.join(await libraryOf(page), smallRunId, 'gallery'));
  const grown = await levelsOf(page, names.find((name) => name !== gallery) as string);
  const kept = [...original.slice(0, 100), level];
  for (let sibling = 0; sibling < 4; sibling++) {
    expect(grown.slice(sibling * 256, sibling * 256 + 101)).toEqual(kept);
  }
});

test('pictures drawn elsewhere meanwhile do not mix with the siblings', async ({ inspect }) => {
  const { page } = inspect;
  await draw(page);
  await page.getByRole('tab', { name: 'Drawing' }).click();
  await page.getByRole('option', { name: 'Picture 0', exact: true }).click();
  await page.getByRole('slider', { name: 'Step' }).fill('20');
  await page.getByRole('spinbutton', { name: 'Siblings' }).fill('64');
  await page.getByRole('button', { name: 'Grow from here' }).click();
  const [elsewhere, again] = await Promise.all([draw(page), draw(page)]);
  expect(again).not.toBe(elsewhere);
  const siblings = page.getByRole('listbox', { name: 'Pictures grown from here' });
  await expect(page.getByText('Growing')).toBeHidden();
  await expect(siblings.getByRole('option').first()).toHaveAttribute('aria-setsize', '64');
  expect(await levelsOf(page, elsewhere)).toHaveLength(6 * 256);
});

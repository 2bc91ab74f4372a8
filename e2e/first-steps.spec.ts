import { expect, type Locator } from 'playwright/test';
import { chooseInMenu, test } from './studio';

async function bottomOf(place: Locator): Promise<number> {
  const box = await place.boundingBox();
  return box ? box.y + box.height : NaN;
}

test('the first steps lead from a first start to a gallery', async ({ studio }) => {
  const { app, page } = studio;
  const guide = page.getByRole('complementary', { name: 'First steps' });
  await guide.getByRole('button', { name: 'Show me' }).click();
  await expect(guide.getByRole('heading', { name: 'Train a model in a minute' })).toBeVisible();

  const word = guide.getByRole('button', { name: 'levels' });
  // A comma after it does not begin a line.
  await expect(word.locator('..')).toHaveText('levels,');
  await expect(word.locator('..')).toHaveCSS('white-space', 'nowrap');
  await word.press('Enter');
  await expect(page.getByRole('note')).toContainText('The values a pixel may take');
  await word.press('Escape');
  await expect(page.getByRole('note')).toHaveCount(0);

  await guide.getByRole('button', { name: 'Train it' }).click();
  await expect(guide.getByRole('heading', { name: 'Watch it learn' })).toBeVisible();
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  await expect(pause).toBeEnabled();
  const step = page
    .locator('dl > div', { has: page.locator('dt', { hasText: /^Step of/ }) })
    .locator('dd')
    .first();
  await expect.poll(async () => parseFloat(await step.innerText())).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(guide.getByText('✓ Done')).toBeVisible();

  await guide.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'Inspect', level: 1 })).toBeVisible();
  const bars = page.getByRole('img', { name: /^Probabilities of 4 levels/ }).first();
  await expect(bars).toBeVisible();
  // Nothing happens before a click, and what the guide describes is visible above it.
  await expect(guide.getByText('✓ Done')).toHaveCount(0);
  const edges = async () => [await bottomOf(bars), (await guide.boundingBox())?.y ?? 0] as const;
  await expect.poll(async () => (([bottom, top]) => bottom <= top)(await edges())).toBe(true);
  await page.getByRole('slider', { name: /^Picture/ }).press('ArrowRight');
  await expect(guide.getByText('✓ Done')).toBeVisible();

  await guide.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(guide.getByText('✓ Done')).toBeVisible();
  await guide.getByRole('button', { name: 'Finish' }).click();
  await expect(guide).toHaveCount(0);
  await chooseInMenu(app, 'guide');
  await expect(guide.getByRole('heading', { name: 'Train a model in a minute' })).toBeVisible();
});

test('the guide can be dismissed, and stays dismissed', async ({ launch }) => {
  const first = await launch();
  const guide = first.page.getByRole('complementary', { name: 'First steps' });
  await guide.getByRole('button', { name: 'No, thanks' }).click();
  await expect(guide).toHaveCount(0);
  await first.app.close();
  const { page } = await launch();
  await expect(page.getByRole('button', { name: 'Choose folder…' })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'First steps' })).toHaveCount(0);
});

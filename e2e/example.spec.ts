import { expect } from 'playwright/test';
import { goTo, test } from './studio';

test('the example run is available at the first start, to inspect and to draw with', async ({ launch }) => {
  const { page } = await launch({ withExample: true });
  const guide = page.getByRole('complementary', { name: 'First steps' });
  await expect(guide.getByRole('button', { name: 'Show me' })).toBeVisible();

  await page.getByRole('link', { name: 'how it learnt' }).click();
  await expect(page.getByRole('heading', { name: 'Example: handwritten digits' })).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Loss curves, bits per dimension' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^16 pictures drawn at step/ })).toBeVisible();

  await goTo(page, 'Inspect');
  const picture = page.getByRole('slider', { name: /^Picture/ });
  await picture.press('ArrowRight');
  await page.getByText('Probabilities as numbers').click();
  await expect(page.getByRole('table', { name: 'Probability of every level' })).toBeVisible();

  await goTo(page, 'Gallery');
  await expect(page.getByRole('listbox', { name: 'Pictures' }).getByRole('option')).toHaveCount(40);
  await page.getByLabel('Count').fill('5');
  await page.getByLabel('Seed').fill('3');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByText(/5 pictures, seed 3/).first()).toBeVisible();

  await guide.getByRole('button', { name: 'Show me' }).click();
  await expect(guide.getByRole('button', { name: 'Train it' })).toBeVisible();
});

test('a deleted example run does not come back', async ({ launch }) => {
  const first = await launch({ withExample: true });
  await goTo(first.page, 'Runs');
  const row = first.page.getByRole('row', { name: 'Example: handwritten digits' });
  await row.getByRole('button', { name: 'More' }).click();
  await first.page.getByRole('menuitem', { name: 'Delete…' }).click();
  await first.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(first.page.getByText('No runs yet.')).toBeVisible();
  await first.app.close();

  const { page } = await launch({ withExample: true });
  await goTo(page, 'Runs');
  await expect(page.getByText('No runs yet.')).toBeVisible();
});

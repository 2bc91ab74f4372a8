import { expect } from 'playwright/test';
import { test } from './studio';

test('the window opens with its five pages, and says nothing on the console', async ({ launch }) => {
  const { page } = await launch();
  await expect(page).toHaveTitle('PixelCNN Studio');
  const navigation = page.getByRole('navigation');
  for (const name of ['Data', 'Train', 'Inspect', 'Gallery', 'Runs']) {
    await navigation.getByRole('link', { name, exact: true }).click();
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  }
});

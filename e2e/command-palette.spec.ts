import { expect } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { test } from './studio';

test('Ctrl+K finds an action by its name and does it', async ({ share }) => {
  const { page } = await share();
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Find a command, a folder or a run' });
  const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
  await expect(search).toBeFocused();
  expect(await seriousFindings(page)).toEqual([]);
  await expect(options.getByText('Stop', { exact: true })).toHaveCount(0);
  await search.fill('theme');
  await expect(options).toHaveCount(3);
  await search.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await search.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.keyboard.press('Control+k');
  await options.filter({ hasText: 'Gallery' }).click();
  await expect(page.getByRole('heading', { name: 'Gallery', level: 1 })).toBeVisible();
});

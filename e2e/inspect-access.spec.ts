import { expect } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { draw, test } from './inspected-run';

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious in any view, ${theme}`, async ({ inspect }) => {
    const { page } = inspect;
    await draw(page);
    await page.evaluate((chosen) => (document.documentElement.dataset['theme'] = chosen), theme);
    for (const view of ['Pixel', 'Drawing', 'Folder', 'Masks']) {
      await page.getByRole('tab', { name: view }).click();
      if (view === 'Drawing') {
        await page.getByRole('option', { name: 'Picture 0', exact: true }).click();
        await expect(page.getByRole('button', { name: 'Grow from here' })).toBeVisible();
      }
      if (view === 'Folder') {
        await page.getByRole('button', { name: 'Rank by surprise' }).click();
        await expect(page.getByRole('listbox')).toBeVisible();
      }
      expect(await seriousFindings(page), view).toEqual([]);
    }
  });
}

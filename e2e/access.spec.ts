import { expect } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { chooseInMenu, chooseTheme, goTo, pageNames, test } from './studio';

for (const theme of ['Dark', 'Light'] as const) {
  test(`axe finds nothing serious on any page, ${theme.toLowerCase()}`, async ({ share }) => {
    const { app, page } = await share();
    await page.getByRole('button', { name: 'Use example images' }).click();
    await expect(page.getByText('1,500 images')).toBeVisible();
    await chooseTheme(page, theme);
    for (const name of pageNames) {
      await goTo(page, name);
      expect(await seriousFindings(page), name).toEqual([]);
    }
    for (const name of ['shortcuts', 'log', 'about']) {
      await chooseInMenu(app, name);
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await seriousFindings(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    await goTo(page, 'Data');
    await page.getByRole('button', { name: 'Compare sizes and levels by eye…' }).click();
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible();
    expect(await seriousFindings(page), 'sizes and levels').toEqual([]);
  });
}

test('every page can be reached by keyboard, with a visible focus', async ({ share }) => {
  const { page } = await share();
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible();
  const reached: string[] = [];
  // In a browser the button of the menu stands between the links.
  for (let i = 0; i <= pageNames.length && reached.length < pageNames.length; i++) {
    await page.keyboard.press('Tab');
    const link = await page.evaluate(() => {
      const { activeElement } = document;
      const outline = activeElement ? getComputedStyle(activeElement).outlineStyle : 'none';
      return { isLink: activeElement?.matches('a'), text: activeElement?.textContent?.trim() ?? '', outline };
    });
    expect(link.outline).not.toBe('none');
    if (link.isLink) reached.push(link.text);
  }
  expect(reached).toEqual([...pageNames]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});

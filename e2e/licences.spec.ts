import { expect } from 'playwright/test';
import { seriousFindings } from './accessibility';
import { chooseInMenu, chooseTheme, test } from './studio';

test('About lists the parts of the program with their licences, and finds one', async ({
  share,
}, testInfo) => {
  const { app, page } = await share();
  for (const theme of ['Dark', 'Light'] as const) {
    await chooseTheme(page, theme);
    await chooseInMenu(app, 'about');
    const about = page.getByRole('dialog', { name: 'PixelCNN Studio' });
    await expect(about.getByText(/^\d+ parts$/)).toBeVisible();
    await about.getByLabel('Search parts').fill('valibot');
    await expect(about.getByText('1 part', { exact: true })).toBeVisible();
    await about.getByText(/^valibot \d/).click();
    await expect(about.getByLabel('Licence of valibot')).toContainText('Permission is hereby granted');
    await page.screenshot({ path: testInfo.outputPath(`about-${theme}.png`) });
    expect(await seriousFindings(page)).toEqual([]);
    await about.getByLabel('Search parts').fill('no such part');
    await expect(about.getByText('0 parts')).toBeVisible();
    await about.getByRole('button', { name: 'Close' }).click();
    await expect(about).toBeHidden();
  }
});

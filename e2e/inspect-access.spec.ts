import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect } from 'playwright/test';
import { draw, test } from './inspected-run';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious in any view, ${theme}`, async ({ inspect }) => {
    const { page } = inspect;
    await draw(page);
    await page.evaluate((chosen) => (document.documentElement.dataset['theme'] = chosen), theme);
    await page.evaluate(axe);
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
      const findings = await page.evaluate(async () => {
        const { axe: checker } = window as unknown as { axe: { run(): Promise<AxeResults> } };
        const { violations } = await checker.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
      });
      expect(findings, view).toEqual([]);
    }
  });
}

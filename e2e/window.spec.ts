import fs from 'node:fs';
import { expect } from 'playwright/test';
import { goTo, pageNames, test } from './studio';

test('the window opens, its links lead to every page, and none logs an error', async ({ share }) => {
  const { page } = await share();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // Electron 9's own security check reports the page's policy.
    const isElectrons = message.text().includes("requires 'TrustedScript'");
    if (message.type() === 'error' && !isElectrons) errors.push(message.text());
  });
  await page.reload();

  await expect(page).toHaveTitle('PixelCNN Studio');
  for (const name of pageNames) await goTo(page, name);
  expect(errors).toEqual([]);
});

test('the page is set in the typeface that comes with the program, and its licence comes along', async ({
  share,
}) => {
  const { page } = await share();
  const isLoaded = () => page.evaluate(() => document.fonts.check('14px "Inter Variable"', 'PixelCNN'));
  expect(await isLoaded()).toBe(true);
  const family = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
  expect(family).toMatch(/^"Inter Variable"/);
  const licences = fs.readFileSync(new URL('../dist/licences.json', import.meta.url), 'utf8');
  expect(licences).toContain('The Inter Project Authors');
  expect(licences).toContain('SIL OPEN FONT LICENSE');
});

test('the page has neither Node nor a way out to the network', async ({ share }) => {
  const { page } = await share();
  const found = await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window));
  expect(found).toEqual([]);
  const refusedBy = await page.evaluate(async () => {
    const refusal = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
    });
    const arrival = fetch('http://127.0.0.1/').then(() => 'nothing');
    return Promise.race([refusal, arrival.catch(() => refusal)]);
  });
  expect(refusedBy).toBe('connect-src');
});

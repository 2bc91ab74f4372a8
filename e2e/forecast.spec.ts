import { expect, type Page } from 'playwright/test';
import { goTo, test } from './studio';

const preset = (page: Page, name: string) => page.getByLabel('Preset').locator('option', { hasText: name });

async function chooseImages(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
}

test('the cost of a run can be measured before it starts and cancelled, and presets then show their times', async ({
  launch,
}) => {
  const first = await launch();
  const { page } = first;
  await chooseImages(page);
  const costs = page.getByRole('region', { name: 'What it will cost' });
  await expect(costs).toContainText('1,350 and 150 for validation');
  await expect(preset(page, 'Notebook')).toHaveText('Notebook');

  const measure = page.getByRole('button', { name: 'Measure how long it takes here' });
  await measure.click();
  await costs.getByRole('button', { name: 'Cancel' }).click();
  await expect(measure).toBeVisible();
  await expect(costs).not.toContainText('Time to train');
  await measure.click();
  await expect(costs).toContainText(/Time to train\s*\d+:\d\d \d+ ms a step, measured/);
  await expect(costs).toContainText(/A gallery\s*[\d.]+ s for 16 pictures/);
  await expect(costs).toContainText(/Memory used\s*\d+ MB by the whole process/);
  await expect(measure).toBeHidden();
  await expect(preset(page, 'Notebook')).toHaveText(/^Notebook, about \d+ (s|min|h)$/);

  await page.getByLabel('Filters', { exact: true }).fill('64');
  await expect(measure).toBeVisible();
  await expect(costs).toContainText(/Time to train\s*about \d+ (s|min)/);
  await first.app.close();

  const second = await launch();
  await chooseImages(second.page);
  await expect(preset(second.page, 'Tiny')).toHaveText(/^Tiny, about \d+ (s|min)$/);
});

test('the receptive field is drawn over an image and follows settings and keys', async ({ share }) => {
  const { page } = await share();
  await chooseImages(page);
  const sight = page.getByRole('region', { name: 'What a pixel will see' });
  const stage = sight.getByRole('slider');
  await expect(stage).toHaveAttribute('aria-valuetext', /^column 9, row 12: sees \d+ pixels, blind to [1-9]/);
  await expect(sight).toContainText('in the blind spot');
  await stage.press('PageUp');
  await expect(stage).toHaveAttribute('aria-valuetext', /^column 9, row 8/);
  await page.getByLabel('Architecture').selectOption('gated');
  await expect(sight).toContainText('no blind spot here');
});

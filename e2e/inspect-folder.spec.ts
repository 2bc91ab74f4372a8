import { expect, test } from './inspected-run';

test('the folder is ranked by surprise, and the strangest image opens', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByText('Training images').click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('progressbar')).toBeHidden();
  await page.getByText('Validation images').click();
  await page.getByRole('button', { name: 'Rank by surprise' }).click();
  const images = page.getByRole('listbox', { name: 'Images by surprise' });
  await expect(images).toBeVisible({ timeout: 120_000 });
  const names = await images
    .getByRole('option')
    .evaluateAll((all) => all.map((own) => own.getAttribute('aria-label') ?? ''));
  expect(names).toHaveLength(150);
  const bits = names.map((name) => Number(/, (\d\.\d{3}) bits/.exec(name)?.[1]));
  expect(bits).toEqual([...bits].sort((a, b) => b - a));
  await images.press('Home');
  await images.press('Enter');
  await expect(page.getByRole('tab', { name: 'Pixel' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText(`${bits[0]?.toFixed(3)} bits/dim`)).toBeVisible();
});

test('the masks are explained with the kernels of this network', async ({ inspect }) => {
  const { page } = inspect;
  await page.getByRole('tab', { name: 'Masks' }).click();
  await expect(page.getByText('Type A')).toBeVisible();
  await expect(page.getByText('Type B')).toBeVisible();
  await expect(page.getByRole('img', { name: /^first, .* hidden/ })).toBeVisible();
  await expect(page.getByText(/^After block 1: /)).toBeVisible();
  await page.getByRole('slider', { name: 'Layer' }).press('Home');
  await expect(page.getByText('After the first convolution: 3 rows up, 24 pixels.')).toBeVisible();
  await page.getByRole('button', { name: 'Check the masks' }).click();
  await expect(page.getByText('The masks hold.')).toBeVisible({ timeout: 120_000 });
});

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type ElectronApplication, type Page } from 'playwright/test';
import { answerDialogs, answerSaving, goTo, test } from './studio';

const notebook = fileURLToPath(new URL('../model/testing/fixtures/notebook-random.pt', import.meta.url));

/** Imports a model with weights from PyTorch, so that nothing needs to be trained. */
async function importModel(app: ElectronApplication, page: Page): Promise<void> {
  await goTo(page, 'Runs');
  await answerDialogs(app, [notebook]);
  await page.getByRole('button', { name: 'Import model…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('From the notebook');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('“From the notebook” is imported.')).toBeVisible();
}

test('pictures are compared in rows, starred, exported, verified and deleted', async ({
  share,
}, testInfo) => {
  const { app, page } = await share();
  await importModel(app, page);
  await goTo(page, 'Gallery');
  await page.getByLabel('Count').fill('4');
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Top-k').fill('3');
  await page.getByLabel('Rows compare').selectOption('temperature');
  const rows = page.getByLabel('Rows', { exact: true });
  await expect(rows).toHaveValue('0.5, 0.8, 1, 1.2');
  await rows.fill('');
  await expect(page.getByRole('button', { name: 'Generate' })).toBeDisabled();
  await rows.fill('0.5, 1');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByText(/8 pictures, seed 1.*rows by temperature/).first()).toBeVisible();

  const pictures = page.getByRole('listbox', { name: 'Pictures' });
  await pictures.getByRole('option').nth(5).click();
  const details = page.getByRole('group', { name: 'Picture 5' });
  await expect(details).toContainText('temperature 1');
  await details.getByRole('button', { name: 'Star' }).click();
  await expect(details.getByRole('button', { name: 'Starred' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText(/1 starred/).first()).toBeVisible();

  const file = testInfo.outputPath('picture.png');
  await answerSaving(app, file);
  await details.getByLabel('Enlarged').selectOption('4×');
  await details.getByRole('button', { name: 'Export picture…' }).click();
  await expect(page.getByText(`Written to ${file}`)).toBeVisible();
  const film = testInfo.outputPath('film.gif');
  await answerSaving(app, film);
  await details.getByLabel('As').selectOption('Animated GIF');
  await details.getByRole('button', { name: 'Export picture…' }).click();
  await expect(page.getByText(`Written to ${film}`)).toBeVisible();
  expect(fs.readFileSync(film).toString('latin1', 0, 6)).toBe('GIF89a');

  await answerDialogs(app, [file]);
  await page.getByRole('button', { name: 'Choose exported PNG…' }).click();
  await expect(
    page.getByText(/Picture 1 of “From the notebook”, step 0, seed 1, temperature 1/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Identical: drawn again, every pixel is the same.')).toBeVisible();

  const foreign = path.join(fileURLToPath(new URL('../resources', import.meta.url)), 'icon.png');
  await answerDialogs(app, [foreign]);
  await page.getByRole('button', { name: 'Choose exported PNG…' }).click();
  await expect(page.getByRole('alert')).toContainText('It contains no record of how it was made');

  await page.getByRole('button', { name: 'Delete…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('Nothing drawn yet')).toBeVisible();
});

test('exported weights are imported again without a question about their size', async ({
  studio: { app, page },
  userData,
}) => {
  const file = path.join(userData, 'notebook.safetensors');
  await importModel(app, page);
  await answerSaving(app, file);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Export model…' }).click();
  await expect(page.getByText(`Written to ${file}`)).toBeVisible();
  await answerDialogs(app, [file]);
  await page.getByRole('button', { name: 'Import model…' }).click();
  await expect(page.getByText(/exported with its settings, for pictures of 16 × 16 pixels/)).toBeVisible();
  await expect(page.getByLabel('Size in pixels')).toBeHidden();
  await page.getByLabel('Name', { exact: true }).fill('Again');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('“Again” is imported.')).toBeVisible();
});

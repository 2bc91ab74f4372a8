import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'playwright/test';
import { answerDialogs, goTo, test } from './studio';

test('preferences are kept after a restart', async ({ launch, userData }) => {
  const first = await launch();
  await goTo(first.page, 'Settings');
  await expect(first.page.getByText(/TensorFlow 2\./)).toBeVisible();
  await first.page.getByLabel('Cores to use').selectOption('1');
  await expect(first.page.getByText('1 operation at a time')).toBeVisible();
  for (const name of ['Keep the machine awake', 'Notifications', 'Write provenance into exported pictures']) {
    await first.page.getByRole('switch', { name }).click();
  }
  await first.app.close();
  expect(JSON.parse(fs.readFileSync(path.join(userData, 'preferences.json'), 'utf8'))).toMatchObject({
    cores: 1,
    keepAwake: false,
    notifications: false,
    exportMetadata: false,
  });

  const { page } = await launch();
  await goTo(page, 'Settings');
  await expect(page.getByLabel('Cores to use')).toHaveValue('1');
  await expect(page.getByRole('switch', { name: 'Notifications' })).not.toBeChecked();
});

test('an old Electron is named once, and in Settings with what it means', async ({ launch }) => {
  const first = await launch({ withNotice: true });
  const { page } = first;
  const version = await first.app.evaluate(() => process.versions.electron);
  test.skip(!version?.startsWith('9.'), 'This Electron is current.');
  const notice = page.getByRole('note').filter({ hasText: `Electron ${version}` });
  await notice.getByRole('button', { name: 'What it means' }).click();
  const about = page.getByRole('dialog');
  await expect(about.getByText('attacks on it are publicly known')).toBeVisible();
  await expect(about.getByText('The sandbox is off')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await notice.getByRole('button', { name: 'Got it' }).click();
  await expect(notice).toHaveCount(0);
  await first.app.close();

  const second = await launch({ withNotice: true });
  await goTo(second.page, 'Settings');
  await expect(second.page.getByText('attacks on it are publicly known')).toBeVisible();
  await expect(second.page.getByRole('note')).toHaveCount(0);
});

test('damaged preferences are set aside and reported once', async ({ launch, userData }) => {
  const file = path.join(userData, 'preferences.json');
  fs.mkdirSync(userData, { recursive: true });
  fs.writeFileSync(file, '{"theme":"light","libraryFolder":');
  const first = await launch();
  const kept = path.join(userData, 'preferences-damaged.json');
  await expect(first.page.getByRole('alert')).toContainText(kept);
  expect(fs.readFileSync(kept, 'utf8')).toBe('{"theme":"light","libraryFolder":');
  await first.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(first.page.getByRole('alert')).toBeHidden();
  await first.app.close();

  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('the run library moves to another folder with its runs', async ({ studio, userData }, testInfo) => {
  const { app, page } = studio;
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
  for (const [label, value] of Object.entries({ Steps: '100000', Filters: '8', Blocks: '1' })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('button', { name: 'Sample now' })).toBeEnabled();

  await goTo(page, 'Settings');
  const another = page.getByRole('button', { name: 'Another folder…' });
  await expect(another).toBeDisabled();
  await expect(page.getByText('Not while a training runs.')).toBeVisible();
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Training stopped.')).toBeAttached();

  const elsewhere = testInfo.outputPath('elsewhere');
  fs.mkdirSync(elsewhere);
  const [run] = fs.readdirSync(path.join(userData, 'library'));
  await answerDialogs(app, [elsewhere]);
  await goTo(page, 'Settings');
  await another.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move 1 run there' }).click();
  await expect(page.getByText('1 run moved.')).toBeVisible();
  await expect(page.getByText(elsewhere, { exact: true })).toBeVisible();
  expect(fs.readdirSync(elsewhere)).toEqual([run]);
  expect(fs.readdirSync(path.join(userData, 'library'))).toEqual([]);
  await goTo(page, 'Runs');
  await expect(page.getByText('Tiny on example-images').first()).toBeVisible();
});

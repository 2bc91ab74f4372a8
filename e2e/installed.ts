/**
 * The installed program in a system of its own (a folder, see electron/setup/test-deb.mjs), used there by an ordinary user
 * whose folders have spaces and letters of other languages in their names.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from 'playwright/test';
import { allowDebugging } from './allow-debugging';
import { startProgram } from './start-program';
import { answerDialogs, answerSaving, goTo } from './studio';

const {
  STUDIO_TREE: tree = '',
  STUDIO_USER: user = '',
  STUDIO_HOME: home = '',
  STUDIO_ELSEWHERE: elsewhere = '',
  DISPLAY = '',
} = process.env;
/** A file of the system as the test sees it. */
const seen = (file: string) => path.join(tree, file);
const environment = { DISPLAY, HOME: home, USER: user, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' };
const asUser = [`--userspec=${user}`, tree, '/usr/bin/env', '-i', `--chdir=${home}`];
const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);

/** Runs a command in the system as the user. */
function inSystem(...command: string[]): string {
  return execFileSync('chroot', [...asUser, ...variables, ...command], { encoding: 'utf8' });
}

/** A script outside the system that starts a program in it, as Playwright starts a file. */
function outsideStarter(program: string, file: string): string {
  const words = ['chroot', ...asUser, ...variables, program].map((word) => `'${word}'`);
  fs.writeFileSync(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 });
  return file;
}

async function train(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await page.getByLabel('Steps', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText('Training finished.')).toBeAttached();
}

const programs = [
  { name: 'the .deb', folder: '/opt/pixelcnn-studio', command: '/usr/bin/pixelcnn-studio' },
  ...fs.readdirSync(seen(elsewhere)).map((name) => ({
    name: 'the .tar.xz',
    folder: `${elsewhere}/${name}`,
    command: `${elsewhere}/${name}/pixelcnn-studio`,
  })),
];

for (const { name, folder, command } of programs) {
  test(`${name} trains, looks inside and exports, without a network`, async ({}, testInfo) => {
    fs.mkdirSync(testInfo.outputDir, { recursive: true });
    expect(
      spawnSync('chroot', [...asUser, ...variables, 'id', '-u'], { encoding: 'utf8' }).stdout.trim(),
    ).toMatch(/^[1-9]/);
    await allowDebugging(seen(folder), 'pixelcnn-studio-window');
    const userData = `${home}/Läufe von ${name}`;
    const { app, page } = await startProgram(userData, {
      executable: outsideStarter(command, testInfo.outputPath('start')),
      withExample: true,
    });
    await answerDialogs(app, [`${home}/Meine Bilder – Ziffern`]);
    await page.getByRole('button', { name: 'Choose folder…' }).click();
    await expect(page.getByText('1,500 images')).toBeVisible();
    await train(page);
    await goTo(page, 'Inspect');
    await expect(page.getByText(/^\d\.\d{3} bits\/dim$/)).toBeVisible();
    await goTo(page, 'Gallery');
    await page.getByLabel('Count').fill('2');
    await page.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('option', { name: 'Picture 0', exact: true }).click();
    const picture = `${home}/Bild von ${name}.png`;
    await answerSaving(app, picture);
    await page.getByRole('button', { name: 'Export picture…' }).click();
    await expect.poll(() => fs.existsSync(seen(picture))).toBe(true);
    await page.screenshot({ path: testInfo.outputPath('window.png') });
    await app.close();

    expect(fs.readFileSync(seen(picture)).toString('latin1', 1, 4)).toBe('PNG');
    const log = fs.readFileSync(seen(`${userData}/logs/studio.log`), 'utf8');
    expect(log).not.toContain('GLib');
    const runs = fs.readdirSync(seen(`${userData}/library`)).map((run) => `${userData}/library/${run}`);
    const run = runs.find((place) =>
      /"finished"[^}]*"step": 3\b|"step": 3\b[^}]*"finished"/.test(
        fs.readFileSync(seen(`${place}/run.json`), 'utf8'),
      ),
    );
    expect(run, 'a run finished at step 3').toBeDefined();
    const drawn = `${home}/Gezeichnet von ${name}`;
    inSystem(command, 'cli', 'sample', '--run', String(run), '--count', '1', '--seed', '1', '--out', drawn);
    expect(fs.readdirSync(seen(drawn)).filter((file) => file.endsWith('.png')).length).toBeGreaterThan(0);
  });
}

/** The program at work, with every connection that its processes make written down by strace. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { answerDialogs, exampleImages, goTo, test } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Only calls that name an address stop the program. */
const tracing = ['-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect,sendto', '-e', 'signal=none'];
const canTrace = spawnSync('strace', [...tracing, 'true']).status === 0;
test.skip(!canTrace, 'It needs strace (Debian, Ubuntu: apt-get install strace), allowed to trace.');

/** The addresses outside this machine that a trace names. */
function outside(trace: string): string[] {
  const named = fs.readFileSync(trace, 'utf8').match(/(inet_addr|inet_pton)\([^)]*\)/g) ?? [];
  return [...new Set(named.filter((address) => !/"(127\.[\d.]+|::1|::ffff:127\.[\d.]+)"/.test(address)))];
}

test('the trace shows a connection beyond this machine', ({}, testInfo) => {
  const trace = testInfo.outputPath('trace');
  const script =
    "require('net').connect(9, '192.0.2.1').on('error', () => {}); setTimeout(process.exit, 100)";
  spawnSync('strace', [...tracing, '-o', trace, process.execPath, '-e', script]);
  expect(outside(trace)).toEqual(['inet_addr("192.0.2.1")']);
});

test('the command line trains and draws without a connection', ({}, testInfo) => {
  const trace = testInfo.outputPath('trace');
  const run = testInfo.outputPath('run');
  const small = ['--set', 'filters=8', '--set', 'blocks=1', '--set', 'size=8'];
  for (const args of [
    ['train', '--data', exampleImages, '--run', run, '--steps', '2', ...small],
    ['sample', '--run', run, '--count', '1', '--seed', '1', '--out', testInfo.outputPath('drawn')],
  ]) {
    const command = ['npm', 'run', '--silent', 'cli', '--', ...args];
    execFileSync('strace', [...tracing, '-A', '-o', trace, ...command], { cwd: root, stdio: 'pipe' });
  }
  expect(outside(trace)).toEqual([]);
});

test('the window reads images, trains, draws, inspects and exports without a connection', async ({
  launch,
}, testInfo) => {
  const trace = testInfo.outputPath('trace');
  const starter = testInfo.outputPath('start');
  const electron = process.env['STUDIO_ELECTRON'] ?? createRequire(import.meta.url)('electron');
  const program = [...['strace', ...tracing, '-o', trace, electron, root].map((word) => `'${word}'`), '"$@"'];
  fs.writeFileSync(starter, `#!/bin/sh\nexec ${program.join(' ')}\n`, { mode: 0o755 });
  const { app, page } = await launch({ executable: starter });

  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
  for (const [label, value] of Object.entries({ Steps: '2', Filters: '8', Blocks: '1' })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByText('Training finished.')).toBeAttached();
  await goTo(page, 'Inspect');
  await page.getByRole('slider', { name: /^Picture/ }).press('ArrowRight');
  await goTo(page, 'Gallery');
  await page.getByLabel('Count').fill('1');
  await page.getByLabel('Seed').fill('3');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByText(/1 picture, seed 3/).first()).toBeVisible();
  const exported = testInfo.outputPath('exported');
  fs.mkdirSync(exported);
  await answerDialogs(app, [exported]);
  await page.getByRole('button', { name: 'Export…', exact: true }).click();
  await expect(page.getByText(/files? written to/)).toBeVisible();
  await app.close();
  expect(fs.readFileSync(trace, 'utf8')).toContain('sa_family');
  expect(outside(trace)).toEqual([]);
});

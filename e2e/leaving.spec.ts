import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import type { Studio } from './start-program';
import { goTo, test } from './studio';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes a script that acts like `npm start`. */
function startScript(place: string): string {
  const file = path.join(place, 'start.sh');
  fs.mkdirSync(place, { recursive: true });
  const start = path.join(root, 'electron/setup/start.mjs');
  fs.writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${start}" "$@"\n`, { mode: 0o755 });
  return file;
}

async function trainEndlessly({ page }: Studio): Promise<void> {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
  const settings = { Steps: '100000', 'Evaluate every': '50000', 'Checkpoint every': '50000', Filters: '8' };
  for (const [label, value] of Object.entries(settings)) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  const step = page.locator('dl > div', { has: page.locator('dt', { hasText: /^Step of/ }) }).locator('dd');
  await expect.poll(async () => parseFloat(await step.first().innerText())).toBeGreaterThan(5);
}

/** Expects the only run of the library to be stopped, with a checkpoint and a loss at its last step. */
function expectSaved(userData: string): void {
  const library = path.join(userData, 'library');
  const [run = ''] = fs.readdirSync(library);
  const read = (name: string) => fs.readFileSync(path.join(library, run, name), 'utf8').trim();
  const { status, history } = JSON.parse(read('run.json'));
  const { event, step } = history[history.length - 1];
  expect({ status, event }).toEqual({ status: 'stopped', event: 'stopped' });
  expect(step).toBeGreaterThan(5);
  expect(read('checkpoints/last')).toBe(String(step));
  const state = JSON.parse(read(`checkpoints/${step}/state.json`));
  expect(state.step).toBe(step);
  const lines = read('metrics.jsonl').split('\n');
  expect(JSON.parse(lines[lines.length - 1] ?? '')).toMatchObject({ type: 'step-done', step });
}

/** Leaves questions unanswered, as when nobody is present. */
const answerNothing = ({ app }: Studio) =>
  app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => new Promise(() => {});
  });

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** The running processes, without zombies. */
function processes(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+[^Z\s]\S*\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}

/** A process and its descendants. */
function family(pid: number, all = processes()): Process[] {
  const children = all.filter(({ parent }) => parent === pid);
  return [...all.filter((one) => one.pid === pid), ...children.flatMap((child) => family(child.pid, all))];
}

async function expectEnded(before: Process[]): Promise<void> {
  expect(before.filter(({ command }) => command.includes('job/process.mjs')).length).toBeGreaterThan(1);
  const stillRunning = () => processes().filter(({ pid }) => before.some((one) => one.pid === pid));
  await expect.poll(stillRunning).toEqual([]);
}

const ways = [
  { what: 'Ctrl-C in the terminal', signal: 'SIGINT', toGroup: true },
  { what: 'a terminal that closes', signal: 'SIGHUP', toGroup: true },
  { what: 'a request to end the starting process', signal: 'SIGTERM', toGroup: false },
] as const;

for (const { what, signal, toGroup } of ways) {
  test(`${what} (${signal}) saves the training and ends the program`, async ({ launch, userData }) => {
    test.skip(process.platform === 'win32', 'Windows has no such signals.');
    const studio = await launch({ executable: startScript(path.dirname(userData)) });
    await answerNothing(studio);
    await trainEndlessly(studio);
    const start = studio.app.process();
    // Playwright starts a process group, as a terminal does.
    const group = start.pid as number;
    const before = family(group);
    const ended = once(start, 'exit');
    process.kill(toGroup ? -group : group, signal);
    await ended;
    expectSaved(userData);
    await expectEnded(before);
  });
}

test('signals that reach every process of the program leave the training saved', async ({
  studio,
  userData,
}) => {
  test.skip(process.platform === 'win32', 'Windows has no such signals.');
  await answerNothing(studio);
  await trainEndlessly(studio);
  const group = studio.app.process().pid as number;
  const before = family(group);
  // Chromium may crash at once, which leaves the job on its own.
  process.kill(-group, 'SIGHUP');
  await expectEnded(before);
  expectSaved(userData);
});

test('a machine that is shut down saves the training and ends the program', async ({ studio, userData }) => {
  await answerNothing(studio);
  await trainEndlessly(studio);
  const ended = once(studio.app.process(), 'exit');
  const isDelayed = await studio.app.evaluate(({ powerMonitor }) => {
    let isAsked = false;
    powerMonitor.emit('shutdown', { preventDefault: () => (isAsked = true) });
    return isAsked;
  });
  expect(isDelayed).toBe(true);
  await ended;
  expectSaved(userData);
});

test('a pause and a stop are acknowledged at once, before the first step of a large network', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await expect(page.getByText('1,500 images')).toBeVisible();
  await goTo(page, 'Train');
  for (const [label, value] of Object.entries({ Filters: '256', Blocks: '12', 'Batch size': '128' })) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/^(Pausing…|Paused)$/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('Training stopped.')).toBeAttached();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
});

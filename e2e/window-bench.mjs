/**
 * Measures the window in the real program: the time until it appears, the time of calls, and how soon it responds to
 * a key, when idle and while a network trains on all cores.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright';

/** @typedef {import('playwright').Page} Page */

const root = fileURLToPath(new URL('..', import.meta.url));
const starts = 5;
const calls = 500;
const answers = 60;

console.log(JSON.stringify(await measureWindow()));

/**
 * Samples by figure: `first_paint_s`; `key_ms` and `page_ms`, until the frame that responds to a key or shows another
 * page; the same with the prefix `training_`; `call_ms` and `job_call_ms`, the round trip of a call.
 * @returns {Promise<Record<string, number[]>>}
 */
async function measureWindow() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'window-bench-'));
  // In an existing library the program adds no example run.
  fs.mkdirSync(path.join(folder, 'user data', 'library'), { recursive: true });
  try {
    const paints = [];
    // The first start fills the system's file cache.
    for (let start = 0; start <= starts; start++) {
      const paint = await withWindow(folder, firstPaint);
      if (start) paints.push(paint);
    }
    const inside = await withWindow(folder, measureInside);
    return { first_paint_s: paints, ...inside };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @template T
 * @param {string} folder
 * @param {(page: Page, launched: number) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withWindow(folder, work) {
  const launched = Date.now();
  const app = await _electron.launch({
    executablePath: process.env['STUDIO_ELECTRON'] ?? createRequire(import.meta.url)('electron'),
    args: [root, '--no-sandbox', `--user-data-dir=${path.join(folder, 'user data')}`],
    env: { .../** @type {Record<string, string>} */ (process.env), XDG_DATA_HOME: folder },
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('navigation').waitFor();
    return await work(page, launched);
  } finally {
    await app.close();
  }
}

/**
 * Seconds from the program's start until its first contentful paint.
 * @param {Page} page
 * @param {number} launched
 */
async function firstPaint(page, launched) {
  const painted = await page.evaluate(
    () =>
      new Promise((/** @type {(time: number) => void} */ resolve) => {
        const look = () => {
          const paint = performance.getEntriesByName('first-contentful-paint')[0];
          if (paint) resolve(performance.timeOrigin + paint.startTime);
          else setTimeout(look, 10);
        };
        look();
      }),
  );
  return (painted - launched) / 1000;
}

/** @param {Page} page */
async function measureInside(page) {
  await page.getByRole('button', { name: 'Use example images' }).click();
  await page.getByText('1,500 images').waitFor();
  await open(page, 'Train');
  await page.getByLabel('Preset', { exact: true }).selectOption({ label: 'Notebook' });
  const idle = await answerTimes(page);
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.waitForFunction(stepsAreDone, undefined, { timeout: 120_000, polling: 500 });
  const training = await answerTimes(page);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByRole('button', { name: 'Start training' }).waitFor({ timeout: 120_000 });
  return {
    key_ms: idle.keys,
    page_ms: idle.pages,
    training_key_ms: training.keys,
    training_page_ms: training.pages,
    ...(await callTimes(page)),
  };
}

/**
 * @param {Page} page
 * @param {string} name of a page
 */
async function open(page, name) {
  await page.getByRole('banner').getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Whether the training is past its slow first steps. Runs in the page. */
async function stepsAreDone() {
  const answer = await /** @type {any} */ (window).studio.call('listRuns');
  return answer.value[0]?.step >= 3;
}

/**
 * Milliseconds from an event to the frame that shows its effect: a key that moves the focus, and a click that opens
 * another page.
 * @param {Page} page
 */
async function answerTimes(page) {
  await page.evaluate(() => {
    const times = /** @type {number[]} */ ([]);
    const isFirst = !('answerTimes' in window);
    Object.assign(window, { answerTimes: times });
    if (!isFirst) return;
    const handle = (/** @type {Event} */ event) =>
      // The frame is rendered once its callbacks have run and the next task begins.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () =>
          /** @type {any} */ (window).answerTimes.push(performance.now() - event.timeStamp);
        port2.postMessage(null);
      });
    for (const type of ['keydown', 'click']) window.addEventListener(type, handle, { capture: true });
  });
  let taken = 0;
  const take = async (/** @type {() => Promise<void>} */ act) => {
    await act();
    await page.waitForFunction((least) => /** @type {any} */ (window).answerTimes.length >= least, ++taken);
  };
  for (let i = 0; i < answers; i++) await take(() => page.keyboard.press('Tab'));
  for (let i = 0; i < answers / 2; i++) {
    await take(() => open(page, 'Runs'));
    await take(() => open(page, 'Train'));
  }
  const times = await page.evaluate(() => /** @type {number[]} */ (/** @type {any} */ (window).answerTimes));
  return { keys: times.slice(0, answers), pages: times.slice(answers) };
}

/**
 * Milliseconds for the round trip of calls: one that the main process answers, and one that it passes to the job.
 * @param {Page} page
 * @returns {Promise<Record<string, number[]>>}
 */
function callTimes(page) {
  return page.evaluate(async (count) => {
    const { studio } = /** @type {any} */ (window);
    const ask = async (/** @type {unknown[]} */ ...question) => {
      const answer = await studio.call(...question);
      if (!answer.ok) throw new Error(JSON.stringify(answer.error));
      return answer.value;
    };
    const times = async (/** @type {() => Promise<unknown>} */ call) => {
      const found = [];
      for (let i = 0; i < count; i++) {
        const begin = performance.now();
        await call();
        found.push(performance.now() - begin);
      }
      return found;
    };
    const [run] = await ask('listRuns');
    const { question } = await ask('inspectImage', run.id, { kind: 'validation', index: 0 });
    return {
      call_ms: await times(() => ask('trainingState')),
      job_call_ms: await times(() => ask('inspectPixel', { question, x: 5, y: 5 })),
    };
  }, calls);
}

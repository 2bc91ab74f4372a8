import { alone } from './alone.mjs';
import { problemText } from './problem.mjs';

/**
 * One step of the set-up. `isDone` is quick and checks the real state, so an interrupted step is repeated and a
 * finished one is skipped.
 * `work` may return what a person should know about the result.
 * @typedef {{ title: string, isDone: () => boolean, work: (report: Report) => Promise<string | void> }} Step
 * @typedef {(progress: string) => void} Report
 */

/**
 * Takes the steps that are not done yet, in order. Ends the process with a plain sentence if one fails. All output
 * goes to stderr.
 * @param {readonly Step[]} steps
 */
export async function setUp(steps) {
  if (steps.every((step) => step.isDone())) return;
  try {
    await alone(async () => {
      for (const step of steps) if (!step.isDone()) await take(step);
    });
  } catch (error) {
    const text = problemText(error);
    if (!text) throw error;
    console.error(`\n${text}`);
    process.exit(1);
  }
}

/** @param {Step} step */
async function take({ title, work }) {
  const started = Date.now();
  const line = progressLine(title);
  let note;
  try {
    note = await work(line.report);
  } finally {
    line.end();
  }
  console.error(`${title}: done in ${Math.ceil((Date.now() - started) / 1000)} s`);
  if (note) console.error(`\n${note}\n`);
}

/**
 * Shows progress: a line that is rewritten on a terminal, or a new line every five seconds elsewhere, as in a log
 * file.
 * @param {string} title
 */
function progressLine(title) {
  const { isTTY } = process.stderr;
  let lastWritten = Date.now();
  process.stderr.write(isTTY ? `${title} …` : `${title} …\n`);
  return {
    /** @type {Report} */
    report(progress) {
      if (isTTY) process.stderr.write(`\r\x1b[2K${title}: ${progress}`);
      else if (Date.now() - lastWritten >= 5000) {
        process.stderr.write(`${title}: ${progress}\n`);
        lastWritten = Date.now();
      }
    },
    end() {
      if (isTTY) process.stderr.write('\r\x1b[2K');
    },
  };
}

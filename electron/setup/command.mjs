import childProcess from 'node:child_process';
import path from 'node:path';

/** Thrown for a command that could not be started, failed, or was ended by `signal`. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} output the end of its output
   */
  constructor(command, output) {
    super(`${command} failed:\n${output}`);
    this.output = output;
  }
}

/**
 * Runs a command.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, signal?: AbortSignal, shell?: boolean }} [options] `env` is
 * added to the process's own
 * @returns {Promise<string>} its stdout and stderr together
 */
export function run(command, args, { cwd, env, signal, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    let output = '';
    const name = path.basename(command === process.execPath ? String(args[0]) : command);
    /** @param {string} reason */
    const fail = (reason) => reject(new CommandFailed(name, `${lastLines(output)}${reason}`));
    const child = childProcess.spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell,
      env: { ...process.env, NO_COLOR: '1', ...env },
      ...(cwd && { cwd }),
      ...(signal && { signal }),
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, killedBy) => {
      if (code === 0) resolve(output);
      else fail(killedBy ? `(ended by ${killedBy})` : `(exit code ${code})`);
    });
  });
}

/**
 * The stdout of a command; undefined if it does not exist or fails.
 * @param {string} command
 * @param {...string} args
 */
export function answerOf(command, ...args) {
  const { status, stdout } = childProcess.spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Whether a command exists and succeeds.
 * @param {string} command
 * @param {...string} args
 */
export const works = (command, ...args) => answerOf(command, ...args) !== undefined;

/** @param {string} output */
const lastLines = (output) => output.split('\n').slice(-40).join('\n');

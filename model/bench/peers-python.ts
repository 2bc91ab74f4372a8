/** Runs the Python of the peers. */
import childProcess from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

/** The Python environment of the peers, in the user's cache. */
export function peersFolder(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'pixelcnn-studio', 'peers');
}

export function peersPython(): string {
  return path.join(
    peersFolder(),
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  );
}

/**
 * The environment of the peers: without the threads and oneDNN options that the program sets for TensorFlow, and
 * without files beside their scripts or in the user's home.
 */
export function peersEnvironment(): NodeJS.ProcessEnv {
  const own = /^TF_(NUM_(INTRA|INTER)OP_THREADS|ENABLE_ONEDNN_OPTS)$/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), PYTHONDONTWRITEBYTECODE: '1', KERAS_HOME: peersFolder() };
}

export interface ProcessResult {
  ok: boolean;
  /** Its stdout and stderr together. */
  output: string;
}

/** Runs a command until it ends; one that cannot be started counts as failed. */
export function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = peersEnvironment(),
): Promise<ProcessResult> {
  return new Promise((resolve) => {
    let output = '';
    const child = childProcess.spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.on('error', ({ message }) => resolve({ ok: false, output: message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'it printed nothing';
}

/**
 * Fuzz tests, in a process of their own with limits on its memory and on the time of each case: a hang or a crash is
 * a failure, and not the end of the tests.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { report, seed } from './fault-plan';

export interface FuzzLimits {
  /** Of the process, with Node and the libraries that it loads. */
  megabytes?: number;
  /** The time of one case, and of the start. */
  seconds?: number;
}

/** These load files that lie beside them. */
const native = /^(sharp|@tensorflow\/.*)$/;
const { resolve } = createRequire(import.meta.url);
const fromInstallation: Plugin = {
  name: 'from-installation',
  enforce: 'pre',
  resolveId: (id) => (native.test(id) ? { id: pathToFileURL(resolve(id)).href, external: true } : null),
};

/**
 * Makes a test of each fuzz.
 * @param entry the file that calls `fuzz` of fuzz-process.ts
 * @param titles what each of its fuzzes proves, by name
 * @param alias files in place of packages
 * @param more further arguments of the process
 */
export function fuzzApart(
  entry: string,
  cases: number,
  titles: Readonly<Record<string, string>>,
  {
    alias = {},
    arguments: more = [],
    ...limits
  }: FuzzLimits & { alias?: Record<string, string>; arguments?: readonly string[] } = {},
): void {
  let folder: string;
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fuzz-'));
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [fromInstallation],
      resolve: { alias },
      define: { __dirname: JSON.stringify(path.dirname(entry)) },
      ssr: { noExternal: true },
      build: {
        ssr: entry,
        outDir: folder,
        emptyOutDir: false,
        rollupOptions: { output: { entryFileNames: 'fuzz.mjs' } },
      },
    });
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  test.each(Object.entries(titles))('%s: %s', async (name, title) => {
    const startedAt = performance.now();
    const args = [path.join(folder, 'fuzz.mjs'), name, String(seed), String(cases), ...more];
    const failure = await runApart(args, limits);
    report(`${title} (${name})`, cases, failure === undefined ? [] : [failure], startedAt);
    expect(failure).toBeUndefined();
  });
}

/** Runs a script that prints a line for each case. @returns what went wrong, if anything */
function runApart(
  args: string[],
  { megabytes = 1024, seconds = 60 }: FuzzLimits,
): Promise<string | undefined> {
  const child = spawn(process.execPath, [`--max-old-space-size=${megabytes}`, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let failure: string | undefined;
  let said = '';
  let cases = 0;
  let heard = performance.now();
  child.stdout.on('data', (text: Buffer) => {
    heard = performance.now();
    cases += text.length;
  });
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(0, 4000)));
  const end = (reason: string) => {
    failure ??= `seed ${seed}, case ${cases}: ${reason}`;
    child.kill('SIGKILL');
  };
  const watch = setInterval(() => {
    if (performance.now() - heard > seconds * 1000) end(`took more than ${seconds} seconds`);
    if (residentMegabytes(child.pid) > megabytes) end(`took more than ${megabytes} MB`);
  }, 100);
  return new Promise((done, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      clearInterval(watch);
      if (code !== 0) failure ??= `seed ${seed}, case ${cases}: ended with ${signal ?? code}\n${said}`;
      done(failure);
    });
  });
}

/** The memory of a process; 0 where the system does not tell. */
function residentMegabytes(pid: number | undefined): number {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

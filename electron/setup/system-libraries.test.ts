import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('system-libraries.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;
const install = 'apt-get install -y --no-install-recommends xvfb';
let folder: string;

/** Stand-ins for the commands of Debian, which only write down how they were called. */
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stand-ins-'));
  for (const name of ['apt-get', 'apt-cache']) {
    const lines = ['#!/bin/sh', 'echo "${0##*/} $*" >> "$CALLS"', `[ "$1" != "$FAILS" ] || exit 100`];
    fs.writeFileSync(path.join(folder, name), `${lines.join('\n')}\n`, { mode: 0o755 });
  }
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Takes the step that installs the virtual display, as on a machine that has only the stand-ins. */
function installDisplay(environment: Record<string, string> = {}) {
  const calls = path.join(folder, 'calls');
  fs.writeFileSync(calls, '');
  const step = `import { virtualDisplay } from ${JSON.stringify(script)};
    await virtualDisplay.work(() => {}).catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', step], {
    encoding: 'utf8',
    env: { PATH: folder, CALLS: calls, ...environment },
  });
  const made = fs.readFileSync(calls, 'utf8').split('\n').filter(Boolean);
  return { status, said: stderr, changes: made.filter((call) => /^apt-get (update|install)/.test(call)) };
}

const onDebian = test.skipIf(!fs.existsSync('/etc/debian_version'));

onDebian('as root it says what it installs and why, and installs it', { skip: !isRoot }, () => {
  const { status, said, changes } = installDisplay();
  expect(status).toBe(0);
  expect(changes).toEqual(['apt-get update', install]);
  expect(said).toContain('Tests need a display, or Xvfb as a virtual one. This runs as root');
  expect(said).toContain('apt-get install of xvfb');
});

onDebian('what apt-get refuses is reported, after it was said what would be done', { skip: !isRoot }, () => {
  const { status, said } = installDisplay({ FAILS: 'update' });
  expect(status).toBe(1);
  expect(said.indexOf('This runs as root')).toBeLessThan(said.indexOf('apt-get could not install it'));
});

onDebian('with STUDIO_NO_SYSTEM=1 it changes nothing and prints the command', () => {
  const { status, said, changes } = installDisplay({ STUDIO_NO_SYSTEM: '1' });
  expect(status).toBe(1);
  expect(changes).toEqual([]);
  expect(said).toContain(install);
  expect(said).toContain('Type: ');
});

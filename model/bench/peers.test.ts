import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../settings';
import { noPeers, openPeer, preparePeers } from './peers';

// Small programs of this test replace Python, so nothing is downloaded.

let folder: string;
const logged: string[] = [];
const log = (line: string) => logged.push(line);

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'peers-'));
  vi.stubEnv('XDG_CACHE_HOME', path.join(folder, 'cache'));
  vi.stubEnv('PATH', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
  logged.length = 0;
});

/** Writes a program that has its arguments in `args` and `text`. */
function writeProgram(file: string, body: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const given = `const fs = require('fs'); const args = process.argv.slice(2); const text = args.join(' ');`;
  fs.writeFileSync(file, `#!${process.execPath}\n${given}\n${body}\n`, { mode: 0o755 });
}

const inEnvironment = (...parts: string[]) => path.join(folder, 'cache/pixelcnn-studio/peers', ...parts);

/** The environment's Python, in which libraries load once they are installed, and pip runs the code `pip`. */
function writePython(pip: string): void {
  writeProgram(
    inEnvironment('bin/python'),
    `
    const installed = ${JSON.stringify(inEnvironment('installed'))};
    const has = (name) => fs.existsSync(installed) && fs.readFileSync(installed, 'utf8').includes(name);
    const fail = (words) => { console.error(words); process.exit(1); };
    if (text.includes('import keras') && !has('tensorflow')) fail('No module named keras');
    if (text.includes('import torch') && !has('torch')) fail('No module named torch');
    if (args[1] === 'pip') { ${pip} }
    `,
  );
}

const noMatch = `fail('ERROR: No matching distribution found for ' + args.at(-1))`;

test('installed libraries are not installed again', async () => {
  writePython(`fail('pip was called')`);
  fs.writeFileSync(inEnvironment('installed'), 'tensorflow torch');
  expect(await preparePeers(log)).toEqual({ keras: true, torch: true });
  expect(logged).toEqual([]);
});

test('the environment is created, then each library is installed', async () => {
  writePython(`if (!text.includes('--dry-run')) fs.appendFileSync(installed, args.at(-1) + '\\n')`);
  const made = path.join(folder, 'made');
  fs.renameSync(inEnvironment(), made);
  writeProgram(
    path.join(folder, 'python3'),
    `if (args[1] === 'venv') fs.cpSync(${JSON.stringify(made)}, args[2], { recursive: true });`,
  );
  expect(await preparePeers(log)).toEqual({ keras: true, torch: true });
  expect(fs.readFileSync(inEnvironment('installed'), 'utf8')).toMatch(
    /^tensorflow(-cpu)?==2\.21\.\*\ntorch==/,
  );
  expect(logged).toHaveLength(3);
});

test('without Python there are no peers', async () => {
  expect(await preparePeers(log)).toEqual(noPeers);
  expect(logged).toEqual(['Without Keras and PyTorch: there is no Python 3.10 or newer on this machine.']);
});

test('a Python that is too old counts as missing', async () => {
  writeProgram(path.join(folder, 'python3'), 'process.exit(1)');
  expect(await preparePeers(log)).toEqual(noPeers);
  expect(logged[0]).toContain('no Python 3.10 or newer');
});

test('a Python without the module for environments names the package to install', async () => {
  writeProgram(
    path.join(folder, 'python3'),
    `if (args[1] === 'venv') { console.log('ensurepip is not available'); process.exit(1); }`,
  );
  expect(await preparePeers(log)).toEqual(noPeers);
  expect(logged.at(-1)).toContain('python3-venv');
});

test('an unavailable library leaves the other one', async () => {
  writePython(
    `if (text.includes('torch')) ${noMatch}; if (!text.includes('--dry-run')) fs.appendFileSync(installed, args.at(-1))`,
  );
  expect(await preparePeers(log)).toEqual({ keras: true, torch: false });
  expect(logged.at(-1)).toBe('Without PyTorch: there is no torch==2.13.0 for this Python.');
});

test('another release is installed where the requested one is missing', async () => {
  writePython(
    `if (text.includes('==')) ${noMatch}; if (!text.includes('--dry-run')) fs.appendFileSync(installed, args.at(-1))`,
  );
  expect(await preparePeers(log)).toEqual({ keras: true, torch: true });
});

test.each([
  [
    "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution",
    'no package index',
  ],
  ['ERROR: Could not install packages due to an OSError: No space left on device', 'disk filled up'],
  ['ERROR: something else', 'ERROR: something else'],
])('the pip error %s is reported in a sentence', async (words, sentence) => {
  writePython(`fail(${JSON.stringify(words)})`);
  expect(await preparePeers(log)).toEqual(noPeers);
  expect(logged).toHaveLength(2);
  expect(logged[0]).toContain(sentence);
});

test('nothing is installed on a disk without enough space', async () => {
  writePython(
    `if (!text.includes('--dry-run')) fail('pip was called'); console.log('Would install torch-2')`,
  );
  vi.spyOn(fs, 'statfsSync').mockReturnValue({ bavail: 1000, bsize: 1e6 } as fs.StatsFs);
  expect(await preparePeers(log)).toEqual(noPeers);
  vi.restoreAllMocks();
  expect(logged[0]).toContain('1.0 GB free, and it needs 2.2 GB');
});

test('a library that is installed but does not load is reported with the reason', async () => {
  writePython('');
  expect(await preparePeers(log)).toEqual(noPeers);
  expect(logged.at(-1)).toBe(
    'Without PyTorch: PyTorch is installed but does not load: No module named torch',
  );
});

test('a peer answers each round until it is closed', async () => {
  vi.stubEnv('TF_NUM_INTRAOP_THREADS', '1');
  const over = path.join(folder, 'over');
  writeProgram(
    inEnvironment('bin/python'),
    `
    const settings = JSON.parse(args[1]);
    const threads = process.env.TF_NUM_INTRAOP_THREADS ?? 'own';
    console.log('A library has words of its own.');
    console.log(JSON.stringify({ parameters: settings.filters, version: settings.memoryFormat + ' ' + threads }));
    let ms = 0;
    process.stdin.on('data', () => console.log(JSON.stringify({ ms: ++ms })));
    process.stdin.on('end', () => fs.writeFileSync(${JSON.stringify(over)}, ''));
    `,
  );
  const peer = await openPeer('torch_channels_last', defaultSettings);
  expect(peer.parameters).toBe(defaultSettings.filters);
  expect(peer.version).toBe('channels_last own');
  expect([await peer.measure(), await peer.measure()]).toEqual([1, 2]);
  await peer.close();
  expect(fs.existsSync(over)).toBe(true);
});

test('the last output of a peer that ends is reported', async () => {
  writeProgram(inEnvironment('bin/python'), `console.error('Traceback\\nMemoryError'); process.exit(1)`);
  await expect(openPeer('keras', defaultSettings)).rejects.toThrow('The peer keras ended: MemoryError');
});

test('a peer without Python is refused', async () => {
  await expect(openPeer('keras', defaultSettings)).rejects.toThrow('ENOENT');
});

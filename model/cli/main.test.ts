import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { version } from '../../package.json';
import { settingNames } from '../settings';
import { runCommand } from '../testing/captured-terminal';
import { commands } from './main';

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('the help names every command, and each command every option', async () => {
  const general = await runCommand(['--help']);
  expect(general).toMatchObject({ code: 0, stderr: '' });
  for (const { name, options } of commands) {
    expect(general.stdout).toContain(`  ${name} `);
    const help = await runCommand([name, '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const option of [...Object.keys(options), 'json', 'help'])
      expect(help.stdout).toContain(`  --${option} `);
  }
});

test('the help of train lists every preset and setting', async () => {
  const { stdout } = await runCommand(['train', '--help']);
  for (const name of ['tiny', 'notebook', ...settingNames]) expect(stdout).toContain(`  ${name}`);
  expect(stdout).toMatch(/ {2}dropout=0\.5 .* Only for plus-plus networks\. /);
  expect(stdout).toMatch(/ {2}kernel=3 .* Only for plain(,| and) gated.* networks\. /);
});

test('the version is printed alone', async () => {
  expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

const sample = ['sample', '--run', 'nowhere', '--count', '1', '--seed', '1', '--out', 'o'];
const train = ['train', '--data', 'images', '--run', 'run'];

test.each<[string[], string]>([
  [[], 'The command is missing'],
  [['trian'], '“trian” is not recognised. The choices are train, resume'],
  [['train', '--run', 'run'], '--data is missing'],
  [['train', '--data', 'images'], '--run is missing'],
  [['train', '--data', '--run', 'run'], 'The value of --data is missing'],
  [['train', '--run='], 'The value of --run is missing'],
  [['train', 'images'], '“images” is not recognised'],
  [['train', '--dta', 'images'], '“--dta” is not recognised. The choices are --data, --run'],
  [['train', '-d', 'images'], '“-d” is not recognised'],
  [['train', '--json=no'], '--json cannot be “no”'],
  [[...train, '--preset', 'huge'], 'There is no preset named “huge”. The presets are tiny, notebook'],
  [[...train, '--set', 'size=7'], 'size is “7” but must be a whole number from 8 to 64'],
  [[...train, '--set', 'filters=7'], 'filters is 7 but must be even'],
  [
    [...train, '--set', 'sice=8'],
    'The setting sice is “8” but must be left out: the settings are size, levels',
  ],
  [[...train, '--set', 'size'], '--set cannot be “size”. It must be key=value'],
  ...['1e1', '0x10', ' 16', '16px', '٣'].map((size): [string[], string] => [
    [...train, '--set', `size=${size}`],
    `The setting size is “${size}” but must be a whole number`,
  ]),
  [
    [...train, '--preset', 'gated', '--set', 'dropout=0.5'],
    'dropout is “0.5” but must be left out: only plus-plus networks have it, and this one is gated',
  ],
  [[...train, '--set', 'architecture=plus-plus', '--set', 'inputScaling=levels'], 'left out: only plain'],
  [[...train, '--set', 'headFilters=64'], 'headFilters is “64” but must be left out: only gated'],
  ...['1e3', '0x10', ' 5', '5abc', '5.0'].map((count): [string[], string] => [
    ['sample', '--run', 'nowhere', '--count', count, '--seed', '1', '--out', 'o'],
    `--count cannot be “${count}”. It must be a whole number from 1 to`,
  ]),
  [[...sample, '--first', '-1'], '--first cannot be “-1”. It must be a whole number from 0'],
  [[...sample, '--temperature', '0x1'], '--temperature cannot be “0x1”. It must be a number from 0 to 10'],
  [[...train, '--seed', '-1'], 'seed is “-1” but must be a whole number from 0'],
  [[...train, '--steps', '0'], '--steps cannot be “0”. It must be a whole number from 1'],
  [
    [...train, '--steps', '5', '--set', 'epochs=2'],
    'epochs is “2” but must be left out when steps are given (5): only one of them counts',
  ],
  [['resume', '--run', 'nowhere'], 'nowhere holds no run'],
  [['resume', '--run', 'nowhere', '--steps', 'many'], 'nowhere holds no run'],
  [['evaluate', '--run', 'nowhere', '--data', 'images'], 'nowhere holds no run'],
  [['sample', '--run', 'nowhere', '--count', '1', '--seed', '1', '--out', 'o'], 'nowhere holds no run'],
  [['sample', '--run', 'nowhere', '--count', '0', '--seed', '1', '--out', 'o'], '--count cannot be “0”'],
  [['sample', '--run', 'nowhere', '--seed', '1', '--out', 'o'], '--count is missing'],
  [['inspect', '--run', 'nowhere', '--image', 'i', '--x', '0', '--y', '0'], 'nowhere holds no run'],
  [['inspect', '--run', 'nowhere', '--image', 'i', '--x', '1.5', '--y', '0'], '--x cannot be “1.5”'],
  [['inspect', '--run', 'nowhere', '--image', 'i', '--y', '0'], '--x is missing'],
  [['inspect', '--run', 'nowhere', '--causality'], 'nowhere holds no run'],
  [['export', '--run', 'nowhere', '--out', 'x.safetensors'], 'nowhere holds no run'],
  [['export', '--run', 'nowhere', '--out', 'x.pt'], '--out cannot be “x.pt”'],
  [['import', '--from', 'nothing.pt', '--run', 'run'], 'nothing.pt cannot be read'],
])('%j ends with a sentence on stderr and nothing on stdout', async (args, sentence) => {
  const { code, stdout, stderr } = await runCommand(args);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/undefined|\n {4}at /);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

const longName = 'ü'.repeat(150);
const places: [string, string, string][] = [
  ['a file', import.meta.filename, 'A file is where a folder was expected'],
  ['in a file', path.join(import.meta.filename, 'run'), 'A file is where a folder was expected'],
  ['a name of too many bytes', path.join(os.tmpdir(), longName), 'Its name is too long'],
  ...(process.platform === 'linux'
    ? [
        ['/proc', '/proc/none', 'The system allows no new folder there'] as [string, string, string],
        ['/sys', '/sys/none', 'The system does not permit it'] as [string, string, string],
      ]
    : []),
];
test.each(places)('a run cannot be made in %s', async (_, run, reason) => {
  const { code, stdout, stderr } = await runCommand(['train', '--data', folder, '--run', run]);
  expect(stderr).toMatch(/^\/.* cannot be used\. /);
  expect(stderr).toContain(`${reason}. Check that it exists`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test.each(places)('a run cannot be imported into %s', async (_, run, reason) => {
  const from = path.join(import.meta.dirname, '../testing/fixtures/made-by-0.1.0/plain.pixelcnn');
  const { code, stdout, stderr } = await runCommand(['import', '--from', from, '--run', run]);
  expect(stderr).toContain(`${run} cannot be used. ${reason}.`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test('an error before the work begins leaves nothing behind', async () => {
  const run = path.join(folder, 'run');
  await runCommand(['train', '--data', folder, '--run', run, '--set', 'size=1']);
  await runCommand(['import', '--from', import.meta.filename, '--run', run]);
  expect(fs.existsSync(run)).toBe(false);
});

// This must be the last test, since it checks all tests above.
test('none of this has loaded TensorFlow', () => {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  expect(sharedObjects.length).toBeGreaterThan(0);
  expect(sharedObjects.filter((file) => /tensorflow|tfjs/.test(file))).toEqual([]);
});

/** Any words after the program's name: they are refused by name, and do nothing outside the folder of the test. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { CapturedTerminal } from '../testing/captured-terminal';
import { fuzz, fuzzOf } from '../testing/fuzz-process';
import { hostileNumber, hostileText } from '../testing/hostile-values';
import { settingNames } from '../settings';
import { commands, main } from './main';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'arguments-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
process.chdir(folder);

const options = [...new Set(commands.flatMap((command) => Object.keys(command.options)))];
const option = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...options).map((name) => `--${name}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '-x',
      '--',
      '-',
      '--no-json',
      '--json=1',
      '--help=',
      '--__proto__',
      '--constructor',
    ),
  },
);
const value = fc.oneof(
  hostileNumber.map(String),
  // A path beyond the folder of the test would be one of this machine.
  hostileText.filter((text) => !/[/\\]|^\.\.?$/.test(text)),
  fc
    .tuple(
      fc.constantFrom(...settingNames, '__proto__', ''),
      fc.oneof(hostileNumber.map(String), hostileText),
    )
    .map((pair) => pair.join('=')),
);
const word = fc.oneof(
  fc.tuple(option, value),
  fc.tuple(option, value).map(([name, given]) => [`${name}=${given}`]),
  option.map((name) => [name]),
  value.map((given) => [given]),
);
const argv = fc
  .tuple(
    fc.constantFrom(...commands.map(({ name }) => name), '--help', 'constructor'),
    fc.array(word, { maxLength: 6 }),
  )
  .map(([command, words]) => [command, ...words.flat()]);

const words = fuzzOf(argv, async (given) => {
  const terminal = new CapturedTerminal();
  const code = await main(given, terminal);
  const errors = terminal.output.stderr;
  if (code !== 0 && errors.trim() === '') throw new Error('it fails without a word');
  if (/\n\s+at /.test(errors)) throw new Error(errors);
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(errors)) throw new Error('it steers the terminal');
});

await fuzz({ words });

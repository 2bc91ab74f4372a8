import { version } from '../../package.json';
import { presets } from '../presets';
import { knobs, networksUsing, settingNames, type SettingName } from '../settings';
import type { Knob } from '../settings/knob';
import { sharedOptions, type Options } from './arguments';
import type { Command } from './command';

const call = 'npm run --silent cli --';

export function generalHelp(commands: readonly Command[]): string {
  return [
    `PixelCNN Studio ${version}: trains PixelCNNs on a folder of images, inspects them and draws with them.`,
    '',
    `Usage: ${call} COMMAND [OPTION]…`,
    '',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    ...columns([
      ['COMMAND --help', 'the options of a command'],
      ['--version', 'the version of the program'],
    ]),
    '',
  ].join('\n');
}

export function helpOf({ name, summary, options, notes }: Command): string {
  const usage = Object.entries(options).map(([option, declared]) => {
    const written = writtenAs(option, declared);
    return declared.isRequired ? written : `[${written}]`;
  });
  return [
    summary,
    '',
    `Usage: ${call} ${[name, ...usage].join(' ')}`,
    '',
    ...columns(meanings({ ...options, ...sharedOptions })),
    '',
    ...(notes ? [...notes(), ''] : []),
  ].join('\n');
}

/** The values of `--preset` and `--set`: the presets, and every setting with its range. */
export function settingsHelp(): string[] {
  return [
    'Presets:',
    ...columns(presets.map(({ name, purpose }) => [name, purpose])),
    '',
    'Settings, with their default values, which presets may change:',
    ...columns(settingNames.map((name) => [`${name}=${knobs[name].default}`, describe(name)])),
  ];
}

function describe(name: SettingName): string {
  const networks = networksUsing(name);
  const only = networks && `Only for ${networks}. `;
  return `${valuesOf(knobs[name])}. ${only}${knobs[name].meaning}`;
}

function valuesOf(knob: Knob): string {
  if (knob.kind === 'choice') return Object.keys(knob.options).join(' or ');
  if (knob.kind === 'colour') return '#rrggbb';
  return [`${knob.min} to ${knob.max}`, knob.unit].filter(Boolean).join(' ');
}

function meanings(options: Options): [string, string][] {
  return Object.entries(options).map(([name, option]) => [writtenAs(name, option), option.meaning]);
}

function writtenAs(name: string, { value }: Options[string]): string {
  return value ? `--${name} ${value}` : `--${name}`;
}

function columns(rows: readonly [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

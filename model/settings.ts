/**
 * Joins the tables of settings in settings/ and the architecture. The window builds its form from them, the command
 * line parses `--set key=value` with them, and run records are read with them, so that names and values are checked
 * everywhere.
 */
import { listed } from './listed';
import {
  architectureNames,
  architectureOf,
  architectures,
  type ArchitectureName,
} from './nets/architectures';
import { dataChecks, dataKnobs } from './settings/data';
import { keepingKnobs } from './settings/keeping';
import { expectation, parseValue, type Check, type Knob, type KnobOf, type ValuesOf } from './settings/knob';
import { networkChecks, networkKnobs } from './settings/network';
import { trainingKnobs } from './settings/training';

/** For each architecture its label and trait: "Gated PixelCNN, which has no blind spot". */
const traits = architectureNames.map((name) => {
  const { label, trait } = architectures[name];
  return trait ? `${label}, ${trait}` : label;
});

const architectureKnob = {
  kind: 'choice',
  label: 'Architecture',
  default: 'plain',
  options: Object.fromEntries(architectureNames.map((name) => [name, architectures[name].label])) as Record<
    ArchitectureName,
    string
  >,
  meaning: `${traits.slice(0, -1).join('; ')}; or ${traits[traits.length - 1]}.`,
} as const satisfies Knob;

const ofNetwork = { architecture: architectureKnob, ...networkKnobs };

/** The parts of the form, in order. */
export const settingGroups = {
  data: { title: 'Pictures', knobs: dataKnobs },
  network: { title: 'Network', knobs: ofNetwork },
  training: { title: 'Training', knobs: trainingKnobs },
  keeping: { title: 'Evaluation and checkpoints', knobs: keepingKnobs },
};

export type SettingGroup = keyof typeof settingGroups;

const table = { ...dataKnobs, ...ofNetwork, ...trainingKnobs, ...keepingKnobs };

/** All settings of a run, complete and in range. */
export type Settings = ValuesOf<typeof table>;

export type SettingName = keyof Settings;

/** Every knob of a run. */
export const knobs: { readonly [Name in SettingName]: KnobOf<(typeof table)[Name]> } = table;

export const settingNames = Object.keys(knobs) as SettingName[];

export const defaultSettings = Object.fromEntries(
  settingNames.map((name) => [name, knobs[name].default]),
) as Settings;

/** Returns the part of the form that a setting belongs to. */
export function groupOf(name: SettingName): SettingGroup {
  const groups = Object.keys(settingGroups) as SettingGroup[];
  return groups.find((group) => name in settingGroups[group].knobs) as SettingGroup;
}

/** Returns a setting's value for a person: the label of a choice, otherwise the value itself. */
export function valueLabel(name: SettingName, value: string | number): string {
  const knob: Knob = knobs[name];
  return (knob.kind === 'choice' ? knob.options[value] : undefined) ?? String(value);
}

/** One problem of one setting. `expected` is a phrase that completes "must be …". */
export interface SettingProblem {
  setting: string;
  value: unknown;
  expected: string;
}

export type ParsedSettings = { ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] };

/**
 * Completes `input` with `base` (or the defaults) and checks it. Numbers may be text, as on a command line or in a
 * form. Never throws.
 */
export function parseSettings(input: unknown, base: Settings = defaultSettings): ParsedSettings {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, problems: [{ setting: 'settings', value: input, expected: 'a record of settings' }] };
  }
  const settings: Record<string, unknown> = { ...base };
  const problems: SettingProblem[] = [];
  for (const [setting, value] of Object.entries(input)) {
    if (!isSettingName(setting)) {
      problems.push({ setting, value, expected: `left out: the settings are ${settingNames.join(', ')}` });
      continue;
    }
    const parsed = parseValue(knobs[setting], value);
    if (parsed === undefined) problems.push({ setting, value, expected: expectation(knobs[setting]) });
    else settings[setting] = parsed;
  }
  const complete = settings as Settings;
  if (!problems.length) problems.push(...crossChecks(complete));
  return problems.length ? { ok: false, problems } : { ok: true, settings: complete };
}

function isSettingName(name: string): name is SettingName {
  return Object.prototype.hasOwnProperty.call(knobs, name);
}

function crossChecks(settings: Settings): SettingProblem[] {
  const checks: Check<Settings>[] = [...architectureOf(settings).checks, ...networkChecks, ...dataChecks];
  return checks
    .filter(({ isRight }) => !isRight(settings))
    .map(({ setting, expected }) => ({ setting, value: settings[setting], expected }));
}

/** Finds the given settings that only other architectures use. */
export function unusedSettings(
  given: Readonly<Record<string, unknown>>,
  settings: Settings,
): SettingProblem[] {
  const unused = settingNames.filter((name) => name in given && !applies(name, settings));
  return unused.map((setting) => {
    const expected = `left out: only ${networksUsing(setting)} have it, and this one is ${settings.architecture}`;
    return { setting, value: given[setting], expected };
  });
}

/** Returns the settings that the architecture uses. */
export function usedSettings(settings: Settings): Partial<Settings> {
  const used = settingNames.filter((name) => applies(name, settings));
  return Object.fromEntries(used.map((name) => [name, settings[name]]));
}

/** Whether the architecture uses a setting. */
export function applies(name: SettingName, settings: Pick<Settings, 'architecture'>): boolean {
  return !(name in networkKnobs) || architectureOf(settings).settings.some((used) => used === name);
}

/** Names the networks that use a setting, as in "plain and gated networks"; empty if all do. */
export function networksUsing(name: SettingName): string {
  const using = architectureNames.filter((architecture) => applies(name, { architecture }));
  return using.length < architectureNames.length ? `${listed(using)} networks` : '';
}

/** Returns the setting that ends a run, epochs or steps; the other has no effect. Accepts entries of a form too. */
export function lengthSetting({ steps }: { steps: string | number }): 'epochs' | 'steps' {
  return String(steps) === '0' ? 'epochs' : 'steps';
}

/** Whether a setting has an effect on a run with these settings. */
export function matters(name: SettingName, settings: Settings): boolean {
  const isLength = name === 'epochs' || name === 'steps';
  return isLength ? name === lengthSetting(settings) : applies(name, settings);
}

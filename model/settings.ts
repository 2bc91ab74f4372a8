/**
 * Every knob of a run: its default, range, unit and reason. The window draws its form from this table, the
 * command line parses `--set key=value` with it, and a run folder is read back through it, so a wrong name or
 * value cannot pass anywhere.
 */

import { numberIn } from './number-text';

export const architectures = ['plain', 'gated', 'plus-plus'] as const;
export type ArchitectureName = (typeof architectures)[number];

interface Described {
  /** Short label for a form. */
  label: string;
  /** One line for a person: what it does and why one would change it. */
  meaning: string;
  /** Part of the form it belongs to. */
  group: 'data' | 'network' | 'training' | 'keeping';
  /** The architectures it matters to; all of them when absent. */
  only?: readonly ArchitectureName[];
}

export interface NumberKnob extends Described {
  kind: 'integer' | 'number';
  default: number;
  min: number;
  max: number;
  unit: string;
}

export interface ChoiceKnob<T extends string = string> extends Described {
  kind: 'choice';
  default: T;
  options: readonly T[];
}

/** A colour as #rrggbb. */
export interface ColourKnob extends Described {
  kind: 'colour';
  default: string;
}

export type Knob = NumberKnob | ChoiceKnob | ColourKnob;

const integer = (
  group: Described['group'],
  label: string,
  value: number,
  [min, max]: [number, number],
  unit: string,
  meaning: string,
): NumberKnob => ({ kind: 'integer', group, label, default: value, min, max, unit, meaning });

const number = (...args: Parameters<typeof integer>): NumberKnob => ({ ...integer(...args), kind: 'number' });

const choice = <T extends string>(
  group: Described['group'],
  label: string,
  value: T,
  options: readonly T[],
  meaning: string,
): ChoiceKnob<T> => ({ kind: 'choice', group, label, default: value, options, meaning });

const onlyFor = <K extends Knob>(only: readonly ArchitectureName[], knob: K): K => ({ ...knob, only });

export const knobs = {
  size: integer(
    'data',
    'Size',
    16,
    [8, 64],
    'px',
    'Side of the square pictures the network sees; cost grows with its square.',
  ),
  levels: integer(
    'data',
    'Levels',
    4,
    [2, 256],
    'levels',
    'Values each pixel and colour may take; fewer learn faster, more look smoother.',
  ),
  colour: choice(
    'data',
    'Colour',
    'grey',
    ['grey', 'rgb', 'palette'],
    "Brightness alone; red, green and blue in turn; or as many colours as levels, picked from the images' own.",
  ),
  classes: choice(
    'data',
    'Classes',
    'ignored',
    ['ignored', 'folders'],
    'Whether the network is told which subfolder an image lies in, so that it can draw one class at a time.',
  ),
  fit: choice(
    'data',
    'Fit',
    'crop',
    ['crop', 'fit', 'stretch'],
    'How a picture that is not square becomes square: cut the sides, add margins, or squeeze.',
  ),
  background: {
    kind: 'colour',
    group: 'data',
    label: 'Background',
    default: '#000000',
    meaning: 'Laid under transparent pixels and used for margins.',
  } as ColourKnob,
  validationShare: number(
    'data',
    'Validation share',
    0.1,
    [0, 0.5],
    'of images',
    'Part of the images kept from training, to see whether the network learns or memorises.',
  ),
  architecture: choice(
    'network',
    'Architecture',
    'plain',
    architectures,
    'PixelCNN; Gated PixelCNN, which has no blind spot; or PixelCNN++, which works at three sizes.',
  ),
  filters: integer(
    'network',
    'Filters',
    64,
    [2, 512],
    'channels',
    'Width of every layer; even in the plain network, whose blocks work at half of it.',
  ),
  blocks: integer(
    'network',
    'Blocks',
    5,
    [0, 30],
    'blocks',
    'Depth: residual blocks, gated layers, or blocks at each size; each lets a pixel see further and costs time.',
  ),
  firstKernel: onlyFor(
    ['plain', 'gated'],
    integer(
      'network',
      'First kernel',
      7,
      [3, 15],
      'px',
      'Side of the masked convolution of type A, which hides the current pixel; odd.',
    ),
  ),
  kernel: onlyFor(
    ['plain', 'gated'],
    integer(
      'network',
      'Block kernel',
      3,
      [3, 9],
      'px',
      'Side of the masked convolutions of type B in the blocks; odd.',
    ),
  ),
  inputScaling: onlyFor(
    ['plain', 'gated'],
    choice(
      'network',
      'Input scaling',
      '-1..1',
      ['-1..1', 'levels'],
      'What the first layer gets: values between -1 and 1, or the bare level numbers as in the notebook.',
    ),
  ),
  headFilters: onlyFor(
    ['gated'],
    integer(
      'network',
      'Head filters',
      512,
      [2, 2048],
      'channels',
      'Width of the two layers before the logits.',
    ),
  ),
  mixtures: onlyFor(
    ['plus-plus'],
    integer(
      'network',
      'Mixture components',
      5,
      [1, 10],
      'logistics',
      'Bumps a predicted distribution is made of; more can follow finer shapes. Not used with a palette.',
    ),
  ),
  dropout: onlyFor(
    ['plus-plus'],
    number(
      'network',
      'Dropout',
      0.5,
      [0, 0.9],
      'of values',
      'Share of values set to zero while training, so that the network does not learn images by heart.',
    ),
  ),
  learningRate: number(
    'training',
    'Learning rate',
    5e-4,
    [1e-6, 1],
    'per step',
    "Adam's step size; too high makes the loss jump, too low makes it crawl.",
  ),
  warmUp: integer(
    'training',
    'Warm-up',
    0,
    [0, 100000],
    'steps',
    'Steps over which the learning rate rises evenly from 0.',
  ),
  learningRateDecay: number(
    'training',
    'Rate decay',
    1,
    [0.9, 1],
    'each step',
    'The learning rate is multiplied by this after every step; 1 keeps it.',
  ),
  beta1: number(
    'training',
    'Beta 1',
    0.9,
    [0, 0.9999],
    'each step',
    "How much of Adam's running mean of the gradient stays.",
  ),
  beta2: number(
    'training',
    'Beta 2',
    0.999,
    [0, 0.999999],
    'each step',
    "How much of Adam's running mean of the squared gradient stays.",
  ),
  clipNorm: number(
    'training',
    'Clip gradient',
    0,
    [0, 1000],
    'norm',
    'A longer gradient is shortened to this norm, which tames single bad steps; 0 never does.',
  ),
  averageDecay: number(
    'training',
    'Weight average',
    0,
    [0, 0.99999],
    'each step',
    'Evaluation and pictures use a running mean of the weights, of which this much stays; 0 uses the weights.',
  ),
  flips: choice(
    'training',
    'Flips',
    'none',
    ['none', 'horizontal'],
    'Whether half of the images are mirrored while training; not for letters and digits.',
  ),
  batchSize: integer(
    'training',
    'Batch size',
    128,
    [1, 1024],
    'images',
    'Images averaged into one step; fewer need less memory and give a noisier loss.',
  ),
  epochs: integer(
    'training',
    'Epochs',
    20,
    [1, 100000],
    'epochs',
    'How often each training image is seen. Give epochs or steps: only one of them counts.',
  ),
  steps: integer(
    'training',
    'Steps',
    0,
    [0, 10000000],
    'steps',
    'Step at which training ends; 0 leaves the end to the epochs.',
  ),
  seed: integer(
    'training',
    'Seed',
    1,
    [0, 4294967295],
    '',
    'Start of all random numbers: same seed, data and settings give the same run.',
  ),
  evaluateEvery: integer(
    'keeping',
    'Evaluate every',
    50,
    [1, 100000],
    'steps',
    'How often the validation loss is measured and sample pictures are drawn.',
  ),
  sampleCount: integer(
    'keeping',
    'Sample pictures',
    16,
    [1, 64],
    'pictures',
    'Pictures drawn at each evaluation, always with the same dice.',
  ),
  checkpointEvery: integer(
    'keeping',
    'Checkpoint every',
    200,
    [1, 100000],
    'steps',
    'How often all that is needed to go on is written to disk.',
  ),
  keepEvery: integer(
    'keeping',
    'Keep every',
    0,
    [0, 10000000],
    'steps',
    'Checkpoints at multiples of this stay for good; 0 keeps only the last and the best.',
  ),
};

type ValueOf<K> = K extends NumberKnob ? number : K extends ChoiceKnob<infer T> ? T : string;

/** All settings of a run, complete and in range. */
export type Settings = { [K in keyof typeof knobs]: ValueOf<(typeof knobs)[K]> };

export type SettingName = keyof Settings;

export const settingNames = Object.keys(knobs) as SettingName[];

/** One thing wrong with one setting. `expected` is a phrase that completes "must be …". */
export interface SettingProblem {
  setting: string;
  value: unknown;
  expected: string;
}

export type ParsedSettings = { ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] };

/**
 * Completes `input` with `base` (or the defaults) and checks it. Numbers may come as text, as from a command
 * line or a form. Never throws.
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

export const defaultSettings = Object.fromEntries(
  settingNames.map((name) => [name, knobs[name].default]),
) as Settings;

function isSettingName(name: string): name is SettingName {
  return Object.prototype.hasOwnProperty.call(knobs, name);
}

function parseValue(knob: Knob, value: unknown): number | string | undefined {
  if (knob.kind === 'choice') return knob.options.includes(value as string) ? (value as string) : undefined;
  if (knob.kind === 'colour') {
    return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined;
  }
  const parsed = typeof value === 'string' ? numberIn(value, knob.kind === 'integer') : value;
  if (typeof parsed !== 'number' || !Number.isFinite(parsed)) return undefined;
  if (knob.kind === 'integer' && !Number.isInteger(parsed)) return undefined;
  return parsed >= knob.min && parsed <= knob.max ? parsed : undefined;
}

function expectation(knob: Knob): string {
  if (knob.kind === 'choice') return `one of ${knob.options.join(', ')}`;
  if (knob.kind === 'colour') return 'a colour as #rrggbb';
  return `${knob.kind === 'integer' ? 'a whole number' : 'a number'} from ${knob.min} to ${knob.max}`;
}

function crossChecks(settings: Settings): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const need = (setting: SettingName, right: boolean, expected: string) => {
    if (!right) problems.push({ setting, value: settings[setting], expected });
  };
  const { architecture, colour, blocks } = settings;
  if (architecture === 'plain') need('filters', settings.filters % 2 === 0, 'even');
  else need('blocks', blocks > 0, 'at least 1 in this architecture');
  need('firstKernel', settings.firstKernel % 2 === 1, 'odd');
  need('kernel', settings.kernel % 2 === 1, 'odd');
  if (colour === 'palette') {
    need('levels', settings.levels >= 4 && settings.levels <= 32, 'from 4 to 32 colours with a palette');
  }
  return problems;
}

/** Those of the given settings that only other architectures use. */
export function unusedSettings(
  given: Readonly<Record<string, unknown>>,
  settings: Settings,
): SettingProblem[] {
  const unused = settingNames.filter((name) => name in given && !applies(name, settings));
  return unused.map((setting) => {
    const networks = `${((knobs[setting] as Knob).only ?? []).join(' and ')} networks`;
    const expected = `left out: only ${networks} have it, and this one is ${settings.architecture}`;
    return { setting, value: given[setting], expected };
  });
}

/** The settings that the architecture uses. */
export function usedSettings(settings: Settings): Partial<Settings> {
  const used = settingNames.filter((name) => applies(name, settings));
  return Object.fromEntries(used.map((name) => [name, settings[name]]));
}

/** Whether the architecture uses a setting. */
export function applies(name: SettingName, { architecture }: Pick<Settings, 'architecture'>): boolean {
  return (knobs[name] as Knob).only?.includes(architecture) ?? true;
}

/** The setting that ends a run, epochs or steps; the other follows from it. Takes entries of a form, too. */
export function lengthSetting({ steps }: { steps: string | number }): 'epochs' | 'steps' {
  return String(steps) === '0' ? 'epochs' : 'steps';
}

/** Whether a setting makes a difference to a run with these settings. */
export function matters(name: SettingName, settings: Settings): boolean {
  const isLength = name === 'epochs' || name === 'steps';
  return isLength ? name === lengthSetting(settings) : applies(name, settings);
}

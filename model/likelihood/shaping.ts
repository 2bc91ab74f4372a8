/**
 * The options that reshape a distribution before a level is drawn from it, declared once. `shaped` in distribution.ts
 * applies them; the contract with the page, gallery.json, the texts of exported pictures, the command line and the page's
 * form and words take names, ranges and meanings from here.
 */

interface ShapingOption {
  /** As the command line and the page's sentences call it. */
  name: string;
  /** As a form calls it. */
  label: string;
  /** What names it inside an exported PNG file; it stays. */
  text: string;
  min: number;
  max: number;
  isWhole: boolean;
  /** Leaves the distribution as it is. */
  neutral: number;
  /** Whether files of the first version name it already; where a file names no other option, that one is neutral. */
  isOldest: boolean;
  /** On the command line, where the least value may be another: an option that changes nothing is left out there. */
  command: { value: string; min: number; meaning: string };
  /** For a form. */
  help: string;
}

export const shapingOptions = {
  temperature: {
    name: 'temperature',
    label: 'Temperature',
    text: 'Temperature',
    min: 0,
    max: 10,
    isWhole: false,
    neutral: 1,
    isOldest: true,
    command: {
      value: 'T',
      min: 0,
      meaning: '1 draws as learned, less plays safer, 0 takes the likeliest level (1)',
    },
    help: '1 draws as learned, 0.8 to 0.95 more carefully, above 1 more wildly; 0 takes the likeliest level.',
  },
  topK: {
    name: 'top-k',
    label: 'Top-k',
    text: 'Top K',
    min: 0,
    max: 256,
    isWhole: true,
    neutral: 0,
    isOldest: false,
    command: { value: 'K', min: 1, meaning: 'draw from the K likeliest levels only' },
    help: 'Draw from the k likeliest levels only; 0 from all.',
  },
  topP: {
    name: 'top-p',
    label: 'Top-p',
    text: 'Top P',
    min: 0,
    max: 1,
    isWhole: false,
    neutral: 1,
    isOldest: false,
    command: {
      value: 'P',
      min: 0,
      meaning: 'draw from the likeliest levels that together reach this share only',
    },
    help: 'Only the likeliest levels that together reach this share; 1 is all.',
  },
} as const satisfies Record<string, ShapingOption>;

export type ShapingName = keyof typeof shapingOptions;
export const shapingNames = Object.keys(shapingOptions) as ShapingName[];

/** How a distribution is changed before a level is drawn from it: a value for each option. */
export type Shaping = Record<ShapingName, number>;

/** A value of any kind for each option. */
export function forEachOption<T>(valueOf: (name: ShapingName) => T): Record<ShapingName, T> {
  return Object.fromEntries(shapingNames.map((name) => [name, valueOf(name)])) as Record<ShapingName, T>;
}

/** Leaves a distribution as the network gave it. */
export const unshaped: Shaping = forEachOption((name) => shapingOptions[name].neutral);

/** Whether a shaping changes anything. */
export function isShaped(shaping: Shaping): boolean {
  return shapingNames.some((name) => shaping[name] !== unshaped[name]);
}

/** The options that leave levels out: all but the temperature. */
export const cutNames = shapingNames.filter((name) => name !== 'temperature');

/** Those of them that are in use, each as it is called and its value. */
export function cutsOf(shaping: Shaping): { name: string; value: number }[] {
  return cutNames
    .filter((name) => shaping[name] !== unshaped[name])
    .map((name) => ({ name: shapingOptions[name].name, value: shaping[name] }));
}

/**
 * Declares the options that reshape a distribution before a level is drawn from it. `shaped` in shaping.ts applies
 * them. The contract with the page, gallery.json, the texts of exported pictures, the command line, and the page's form
 * and words take names, ranges and meanings from here.
 */

interface ShapingOption {
  /** Its name on the command line and in the page's sentences. */
  name: string;
  /** Its label in a form. */
  label: string;
  /** Its name inside an exported PNG file, which never changes. */
  text: string;
  min: number;
  max: number;
  isWhole: boolean;
  /** The value that leaves the distribution unchanged. */
  neutral: number;
  /** Whether files of the first version name it; any other option that a file does not name is neutral. */
  isOldest: boolean;
  /** Its use on the command line, where `min` may be higher: an option without effect is left out there. */
  command: { value: string; min: number; meaning: string };
  /** Its explanation in a form. */
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
      meaning: '1 draws as learned, below 1 more carefully, 0 takes the likeliest level (1)',
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
    help: 'Draws from the k likeliest levels only; 0 draws from all.',
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
      meaning: 'draw from the likeliest levels that together reach this probability only',
    },
    help: 'Draws from the likeliest levels that together reach this probability only; 1 draws from all.',
  },
} as const satisfies Record<string, ShapingOption>;

export type ShapingName = keyof typeof shapingOptions;
export const shapingNames = Object.keys(shapingOptions) as ShapingName[];

/** How a distribution is changed before a level is drawn from it: a value for each option. */
export type Shaping = Record<ShapingName, number>;

/** Makes an object with a value for each option. */
export function forEachOption<T>(valueOf: (name: ShapingName) => T): Record<ShapingName, T> {
  return Object.fromEntries(shapingNames.map((name) => [name, valueOf(name)])) as Record<ShapingName, T>;
}

/** The shaping that leaves a distribution as the network predicts it. */
export const unshaped: Shaping = forEachOption((name) => shapingOptions[name].neutral);

/** Whether a shaping changes anything. */
export function isShaped(shaping: Shaping): boolean {
  return shapingNames.some((name) => shaping[name] !== unshaped[name]);
}

/** The options that exclude levels: all but the temperature. */
export const cutNames = shapingNames.filter((name) => name !== 'temperature');

/** Returns the name and value of each of these options that has an effect. */
export function cutsOf(shaping: Shaping): { name: string; value: number }[] {
  return cutNames
    .filter((name) => shaping[name] !== unshaped[name])
    .map((name) => ({ name: shapingOptions[name].name, value: shaping[name] }));
}

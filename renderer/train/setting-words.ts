/** How the settings of the form are put into words. */
import { listed } from '../../model/listed';
import { knobs, lengthSetting, valueLabel } from '../../model/settings';
import { significant, whole } from '../words/quantities';
import type { KeptChoice } from './run-form.svelte';

/**
 * The length of a run that does not count, as it follows from the one that does.
 * @param length settings, or entries of a form, right or not
 * @param stepsPerEpoch null or 0 while it is not known
 */
export function followingLength(
  length: Readonly<Record<'epochs' | 'steps', string | number>>,
  stepsPerEpoch: number | null,
): { name: 'epochs' | 'steps'; value: string } {
  const [epochs, steps, perEpoch] = [Number(length.epochs), Number(length.steps), stepsPerEpoch || NaN];
  const shown = (value: number) => (value > 0 ? `= ${value < 100 ? significant(value) : whole(value)}` : '–');
  return lengthSetting(length) === 'steps'
    ? { name: 'epochs', value: shown(steps / perEpoch) }
    : { name: 'steps', value: shown(epochs * perEpoch) };
}

/** Which choices about the data a preset left as they were, and what it would use. */
export function keptWords(kept: readonly KeptChoice[]): string {
  const chosen = listed(
    kept.map(({ name, own }) => `${knobs[name].label.toLowerCase()} ${valueLabel(name, own)}`),
  );
  const others = listed(kept.map(({ name, preset }) => valueLabel(name, preset)));
  return `Kept as you chose: ${chosen}; this preset would use ${others}.`;
}

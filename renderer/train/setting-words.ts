/** Sentences about the settings of the form. */
import { listed } from '../../model/listed';
import { knobs, lengthSetting, valueLabel } from '../../model/settings';
import { significant, whole } from '../words/quantities';
import type { KeptChoice } from './run-form.svelte';

/**
 * Epochs and steps give the length of a run, and one of them counts: this computes the other.
 * @param length settings, or entries of a form, valid or not
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

/** Says which choices about the data a preset left as they were, and what it would use. */
export function keptWords(kept: readonly KeptChoice[]): string {
  const chosen = listed(
    kept.map(({ name, own }) => `${knobs[name].label.toLowerCase()} ${valueLabel(name, own)}`),
  );
  const others = listed(kept.map(({ name, preset }) => valueLabel(name, preset)));
  return `Kept as you chose: ${chosen}; this preset would use ${others}.`;
}

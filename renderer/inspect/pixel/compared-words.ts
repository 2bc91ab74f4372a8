import { whole } from '../../words/quantities';
import type { Against } from './map-choice.svelte';

/** Explains a difference in bits over a whole picture, with other weights or after a stroke. */
export function comparedWords(against: Against, runName: string, difference: number): string {
  const isSame = Math.abs(difference) < 0.05;
  const amount = `${Math.abs(difference).toFixed(1)} bits ${difference < 0 ? 'fewer' : 'more'}`;
  const takes = `The picture takes ${isSame ? 'as many bits as' : `${amount} than`}`;
  if (against.kind === 'stroke') return `${takes} before the stroke.`;
  const other = against.kind === 'checkpoint' ? `step ${whole(against.step)}` : `“${runName}”`;
  if (isSame) return `${takes} with ${other}: neither is better on it.`;
  return `${takes} with ${other}, so ${other} is ${difference < 0 ? 'worse' : 'better'} on it.`;
}

/**
 * The order of the colours within a pixel, which are predicted in turn: red, then green given red, then blue given both
 * (van den Oord et al. 2016, arXiv 1601.06759, section 3.4).
 */

/** With mask A a colour sees the earlier colours of its pixel, with mask B itself too. */
export type MaskType = 'A' | 'B';

/** The colour that channel `channel` of `channels` belongs to. */
export function colourOf(channel: number, channels: number, colours: number): number {
  return Math.floor((colours * channel) / channels);
}

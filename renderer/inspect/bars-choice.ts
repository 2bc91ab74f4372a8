/** How the bars of a distribution are drawn. */
export interface BarsChoice {
  /** Whether the share of all levels up to each is drawn too. */
  cumulative: boolean;
  /** Whether a bar ten times as likely stands one step higher, so that unlikely levels are seen too. */
  logarithmic: boolean;
}

export const plainBars: BarsChoice = { cumulative: false, logarithmic: false };

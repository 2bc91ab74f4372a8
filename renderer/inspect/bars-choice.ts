/** How the bars of a distribution are drawn. */
export interface BarsChoice {
  /** Whether a line shows the share of all levels up to each. */
  cumulative: boolean;
  /** Whether heights are logarithmic, so that unlikely levels are visible. */
  logarithmic: boolean;
}

export const plainBars: BarsChoice = { cumulative: false, logarithmic: false };

/** How curves are shown, the same on every page. */
export class ChartChoices {
  /** The weight of the past in the running mean over the training curve; 0 draws no mean. */
  smoothing = $state(0.9);
  logSteps = $state(false);
  logBits = $state(false);
  asTable = $state(false);
}

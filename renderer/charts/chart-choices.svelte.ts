/** How curves are looked at, the same on every page. */
export class ChartChoices {
  /** What stays, with every step, of the running mean that is drawn over the training curve; 0 draws none. */
  smoothing = $state(0.9);
  logSteps = $state(false);
  logBits = $state(false);
  asTable = $state(false);
}

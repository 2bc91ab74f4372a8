import type { Settings } from '../settings';

/** A network as a run's record describes it: the settings, and the classes and palette that come from the images. */
export interface ModelDescription {
  settings: Settings;
  /** The classes that the network knows, in the order of their indices; empty without classes. */
  classNames: string[];
  /** The colour of each level, as #rrggbb; empty without a palette, and until the images have been read. */
  palette: string[];
}

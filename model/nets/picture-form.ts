/** How pictures enter a network and leave it: what every architecture has to know about them. */
export interface PictureForm {
  /** Variables predicted in turn at each pixel: 3 for R, G, B, else 1. */
  channels: 1 | 3;
  levels: number;
  /** Number of classes the network knows; 0 for none. */
  classes: number;
  /** Numbers the first layer gets for each variable: 3 for a palette's colour, else 1. */
  width: 1 | 3;
  /** Those numbers for every level, [levels, width]. */
  inputValues: Float32Array;
}

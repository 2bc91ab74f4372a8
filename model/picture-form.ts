/** The form of the pictures that a network reads and predicts. */
export interface PictureForm {
  /** The number of variables predicted in turn at each pixel: 3 for R, G and B, otherwise 1. */
  channels: 1 | 3;
  levels: number;
  /** The number of classes that the network knows; 0 for none. */
  classes: number;
  /** The number of inputs of the first layer for each variable: 3 for a palette's colour, otherwise 1. */
  width: 1 | 3;
  /** The inputs for every level, [levels, width]. */
  inputValues: Float32Array;
}

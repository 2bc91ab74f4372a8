/**
 * The table of the networks that compute pixel by pixel, for the WebAssembly kernel. It is separate since threads that
 * draw load no TensorFlow and the page loads no kernel.
 */
import type { IncrementalNetwork } from '../kernel/incremental-network';
import type { Canvas } from '../kernel/picture-plane';
import type { ArchitectureName } from './architectures';
import { gatedBytesPerPicture, IncrementalGated } from './gated/incremental';
import type { ModelDescription } from './model-description';
import type { Weights } from './parameters';
import { IncrementalPixelcnn, pixelcnnBytesPerPicture } from './plain/incremental';
import { IncrementalPlusPlus, plusPlusBytesPerPicture } from './plus-plus/incremental';

interface IncrementalForm {
  Network: new (description: ModelDescription, weights: Weights, canvas: Canvas) => IncrementalNetwork;
  /** Returns the bytes that one picture of that size needs while it is drawn. */
  bytesPerPicture(description: ModelDescription, size: { height: number; width: number }): number;
}

const forms: Record<ArchitectureName, IncrementalForm> = {
  plain: { Network: IncrementalPixelcnn, bytesPerPicture: pixelcnnBytesPerPicture },
  gated: { Network: IncrementalGated, bytesPerPicture: gatedBytesPerPicture },
  'plus-plus': { Network: IncrementalPlusPlus, bytesPerPicture: plusPlusBytesPerPicture },
};

/** Creates the incremental network of the architecture that the settings name. */
export function createIncrementalNetwork(
  description: ModelDescription,
  weights: Weights,
  canvas: Canvas,
): IncrementalNetwork {
  const { Network } = forms[description.settings.architecture];
  return new Network(description, weights, canvas);
}

/** Returns the bytes that one picture of that size needs while it is drawn. */
export function bytesPerPicture(
  description: ModelDescription,
  size: { height: number; width: number },
): number {
  return forms[description.settings.architecture].bytesPerPicture(description, size);
}

/**
 * The networks pixel by pixel, for the WebAssembly kernel. A table of their own, since threads that draw load no
 * TensorFlow and the page loads no kernel.
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
  /** Bytes that one picture of that size keeps while it is drawn. */
  bytesPerPicture(description: ModelDescription, size: { height: number; width: number }): number;
}

const forms: Record<ArchitectureName, IncrementalForm> = {
  plain: { Network: IncrementalPixelcnn, bytesPerPicture: pixelcnnBytesPerPicture },
  gated: { Network: IncrementalGated, bytesPerPicture: gatedBytesPerPicture },
  'plus-plus': { Network: IncrementalPlusPlus, bytesPerPicture: plusPlusBytesPerPicture },
};

export function createIncrementalNetwork(
  description: ModelDescription,
  weights: Weights,
  canvas: Canvas,
): IncrementalNetwork {
  const { Network } = forms[description.settings.architecture];
  return new Network(description, weights, canvas);
}

/** Bytes that one picture of that size keeps while it is drawn. */
export function bytesPerPicture(
  description: ModelDescription,
  size: { height: number; width: number },
): number {
  return forms[description.settings.architecture].bytesPerPicture(description, size);
}

/**
 * The masked kernels of a run as pictures: which taps are unmasked, and how large their weights are. No TensorFlow.
 */
import { parametersOf } from '../nets/model-shape';
import type { ModelDescription } from '../nets/model-description';
import type { ParameterSpec, Weights } from '../nets/parameters';
import type { MaskedKernelView } from '../reports';

/** The kernels of all convolutions wider than one pixel, in the order of use. */
export function maskedKernels(description: ModelDescription, weights: Weights): MaskedKernelView[] {
  return parametersOf(description).flatMap((spec) => {
    if (spec.shape.length !== 4) return [];
    const values = weights.get(spec.name);
    return values ? [viewOf(spec, values)] : [];
  });
}

function viewOf({ name, shape, mask }: ParameterSpec, values: Float32Array): MaskedKernelView {
  const [rows, columns, inputs, outputs] = shape as [number, number, number, number];
  const perTap = inputs * outputs;
  const taps = Array.from({ length: rows * columns }, (_, tap) => {
    let sum = 0;
    let live = 0;
    for (let i = tap * perTap; i < (tap + 1) * perTap; i++) {
      if (mask && !mask[i]) continue;
      live++;
      sum += Math.abs(values[i] as number);
    }
    return { live, mean: live ? sum / live : 0 };
  });
  const isFirst = name.startsWith('first.') || name.startsWith('layers.0.horizontal');
  return {
    layer: name.replace(/\.(kernel|direction)$/, ''),
    mask: !mask ? 'none' : isFirst ? 'A' : 'B',
    rows,
    columns,
    weights: Float32Array.from(taps, ({ mean }) => mean),
    live: Uint8Array.from(taps, ({ live }) => (live ? 1 : 0)),
  };
}

/** Weights as tensors with names, as in a checkpoint and in the files that `exportRun` writes. */
import { StudioError } from '../errors';
import { flattenWeights, nameWeights, type ParameterSpec } from '../nets/parameters';
import type { StoredTensor } from './safetensors';

/**
 * Splits a flat array into named tensors. @param flat one value for each weight, in the network's order @param prefix
 * put before every name
 */
export function namedTensors(
  specs: readonly ParameterSpec[],
  flat: Float32Array,
  prefix = '',
): Map<string, StoredTensor> {
  const named = nameWeights(specs, flat);
  return new Map(
    specs.map(({ name, shape }): [string, StoredTensor] => [
      prefix + name,
      { dtype: 'F32', shape, data: named.get(name) as Float32Array },
    ]),
  );
}

/**
 * The inverse of `namedTensors`, as a copy.
 * @throws StudioError weights-mismatch where a tensor is missing, has another shape, or belongs to no layer;
 * weights-not-finite
 */
export function flatTensors(
  specs: readonly ParameterSpec[],
  tensors: ReadonlyMap<string, StoredTensor>,
  prefix = '',
): Float32Array {
  const weights = new Map<string, Float32Array>();
  for (const { name, shape } of specs) {
    const stored = tensors.get(prefix + name);
    const expected = `F32 [${shape.join(', ')}]`;
    const found = stored ? `${stored.dtype} [${stored.shape.join(', ')}]` : 'missing';
    if (stored?.dtype !== 'F32' || found !== expected) {
      throw new StudioError('weights-mismatch', { tensor: prefix + name, expected, found });
    }
    weights.set(name, requireFinite(prefix + name, stored.data));
  }
  const known = new Set(specs.map(({ name }) => prefix + name));
  const extra = [...tensors.keys()].find((name) => name.startsWith(prefix) && !known.has(name));
  if (extra !== undefined) {
    throw new StudioError('weights-mismatch', { tensor: extra, expected: 'absent', found: 'present' });
  }
  return flattenWeights(specs, weights);
}

/** Returns the values if all of them are finite. @throws StudioError weights-not-finite */
export function requireFinite(tensor: string, values: Float32Array): Float32Array {
  for (const value of values) {
    if (!Number.isFinite(value))
      throw new StudioError('weights-not-finite', { tensor, value: String(value) });
  }
  return values;
}

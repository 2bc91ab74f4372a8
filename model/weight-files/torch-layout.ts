/**
 * Converts the plain network's weights from and to the names and layout of the notebook's PyTorch model: convolutions
 * [outputs, inputs, rows, columns] with all rows, and `.mask` buffers for the masked ones. No TensorFlow here.
 */
import { StudioError } from '../errors';
import type { MaskType } from '../colour-order';
import { kernelMask, liveRows } from '../nets/masks';
import { sizeOf, type Weights } from '../nets/parameters';
import type { Settings } from '../settings';
import { requireFinite } from './named-tensors';
import type { StoredTensor } from './safetensors';
import type { TorchTensor } from './torch-checkpoint';

/** The notebook's pictures are grey. */
const channels = 1;

/** The settings that the layout depends on. */
export type TorchSettings = Pick<Settings, 'filters' | 'blocks' | 'levels' | 'firstKernel' | 'kernel'>;

/** The settings that follow from the shapes of the weights. */
export type Structure = Pick<Settings, 'filters' | 'blocks' | 'levels' | 'firstKernel'> &
  Partial<Pick<Settings, 'kernel'>>;

interface Layer {
  /** Name in the state_dict. */
  torch: string;
  /** Name in a run. */
  ours: string;
  type: MaskType;
  /** Whether PyTorch's layer has a mask buffer; a mask of type B hides nothing of a 1x1 kernel. */
  isMasked: boolean;
  side: number;
  inputs: number;
  outputs: number;
}

/** Parts of a name that PyTorch adds when it wraps a model: torch.nn.DataParallel, torch.compile. */
const wrappers = ['module', '_orig_mod'];

/** The same tensors without the wrappers' parts in their names. @throws StudioError weights-mismatch */
export function withoutWrappers(tensors: ReadonlyMap<string, TorchTensor>): Map<string, TorchTensor> {
  const own = new Map<string, TorchTensor>();
  for (const [name, tensor] of tensors) {
    const ownName = name
      .split('.')
      .filter((part) => !wrappers.includes(part))
      .join('.');
    if (own.has(ownName)) throw mismatch(name, 'absent', tensor.shape);
    own.set(ownName, tensor);
  }
  return own;
}

/**
 * The structure of the network these tensors belong to. @throws StudioError weights-mismatch where it is not the
 * plain network
 */
export function structureOf(tensors: ReadonlyMap<string, TorchTensor>): Structure {
  const sides = (name: string, expected: string): [number, number, number, number] => {
    const shape = tensors.get(name)?.shape;
    if (shape?.length !== 4) throw mismatch(name, expected, shape);
    return shape as [number, number, number, number];
  };
  const [filters, inputs, firstKernel] = sides('model.0.weight', `[filters, ${channels}, side, side]`);
  if (inputs !== channels) {
    throw mismatch('model.0.weight', `of ${channels} input channel`, tensors.get('model.0.weight')?.shape);
  }
  let blocks = 0;
  while (tensors.has(`model.${blocks + 1}.block.1.weight`)) blocks++;
  const [levels] = sides(`model.${blocks + 6}.weight`, '[levels, filters, 1, 1]');
  const structure = { filters, blocks, levels, firstKernel };
  if (!blocks) return structure;
  const [, , kernel] = sides('model.1.block.3.weight', '[filters / 2, filters / 2, side, side]');
  return { ...structure, kernel };
}

/** The weights of a run; masked weights become 0. @throws StudioError weights-mismatch */
export function weightsFromTorch(
  tensors: ReadonlyMap<string, TorchTensor>,
  settings: TorchSettings,
): Weights {
  const unread = new Set(tensors.keys());
  const take = (name: string, shape: readonly number[]): Float32Array => {
    const tensor = tensors.get(name);
    const expected = `[${shape.join(', ')}]`;
    if (!tensor || `[${tensor.shape.join(', ')}]` !== expected) throw mismatch(name, expected, tensor?.shape);
    unread.delete(name);
    return requireFinite(name, tensor.values);
  };
  const weights = new Map<string, Float32Array>();
  for (const layer of layersOf(settings)) {
    const mask = wholeMask(layer);
    const kernel = take(`${layer.torch}.weight`, torchShape(layer));
    weights.set(`${layer.ours}.kernel`, fromTorchOrder(kernel, mask, layer));
    weights.set(`${layer.ours}.bias`, take(`${layer.torch}.bias`, [layer.outputs]));
    const maskName = `${layer.torch}.mask`;
    if (!layer.isMasked || !tensors.has(maskName)) continue;
    if (take(maskName, torchShape(layer)).some((value, at) => value !== mask[at])) {
      const expected = `a mask of type ${layer.type}`;
      throw new StudioError('weights-mismatch', { tensor: maskName, expected, found: 'another' });
    }
  }
  const [extra] = unread;
  if (extra !== undefined) throw mismatch(extra, 'absent', tensors.get(extra)?.shape);
  return weights;
}

/** The whole state_dict, masks included, in PyTorch's order. */
export function torchFromWeights(weights: Weights, settings: TorchSettings): Map<string, StoredTensor> {
  const state = new Map<string, StoredTensor>();
  const put = (name: string, shape: readonly number[], data: Float32Array) =>
    state.set(name, { dtype: 'F32', shape, data });
  for (const layer of layersOf(settings)) {
    const mask = wholeMask(layer);
    const kernel = weightsNamed(weights, `${layer.ours}.kernel`);
    put(`${layer.torch}.weight`, torchShape(layer), toTorchOrder(kernel, mask, layer));
    put(`${layer.torch}.bias`, [layer.outputs], weightsNamed(weights, `${layer.ours}.bias`));
    if (layer.isMasked) put(`${layer.torch}.mask`, torchShape(layer), mask);
  }
  return state;
}

/** The layers with weights. Some numbers are missing, since PyTorch's ReLU modules are counted too. */
function layersOf({ filters, blocks, levels, firstKernel, kernel }: TorchSettings): Layer[] {
  const half = filters / 2;
  const layer = (
    [torch, ours]: [string, string],
    type: MaskType,
    isMasked: boolean,
    [side, inputs, outputs]: [number, number, number],
  ): Layer => ({ torch, ours, type, isMasked, side, inputs, outputs });
  return [
    layer(['model.0', 'first'], 'A', true, [firstKernel, channels, filters]),
    ...Array.from({ length: blocks }, (_, block) => {
      const [torch, ours] = [`model.${block + 1}.block`, `blocks.${block}`];
      return [
        layer([`${torch}.1`, `${ours}.reduce`], 'B', false, [1, filters, half]),
        layer([`${torch}.3`, `${ours}.masked`], 'B', true, [kernel, half, half]),
        layer([`${torch}.5`, `${ours}.expand`], 'B', false, [1, half, filters]),
      ];
    }).flat(),
    layer([`model.${blocks + 2}`, 'head.0'], 'B', true, [1, filters, filters]),
    layer([`model.${blocks + 4}`, 'head.1'], 'B', true, [1, filters, filters]),
    layer([`model.${blocks + 6}`, 'out'], 'B', false, [1, filters, channels * levels]),
  ];
}

function torchShape({ outputs, inputs, side }: Layer): readonly number[] {
  return [outputs, inputs, side, side];
}

/** The mask in PyTorch's layout, in which the rows below the current one are 0. */
function wholeMask(layer: Layer): Float32Array {
  const live = kernelMask({ ...layer, colours: channels });
  return toTorchOrder(live, undefined, layer);
}

function toTorchOrder(live: Float32Array, mask: Float32Array | undefined, layer: Layer): Float32Array {
  const whole = new Float32Array(sizeOf(torchShape(layer)));
  eachLive(layer, (ours, torch) => {
    if (mask?.[torch] !== 0) whole[torch] = live[ours] as number;
  });
  return whole;
}

function fromTorchOrder(whole: Float32Array, mask: Float32Array, layer: Layer): Float32Array {
  const live = new Float32Array(liveRows(layer.side) * layer.side * layer.inputs * layer.outputs);
  eachLive(layer, (ours, torch) => {
    if (mask[torch] !== 0) live[ours] = whole[torch] as number;
  });
  return live;
}

/** Visits the rows that a run keeps, with both indices of each weight. */
function eachLive({ side, inputs, outputs }: Layer, visit: (oursAt: number, torchAt: number) => void): void {
  let ours = 0;
  for (let row = 0; row < liveRows(side); row++) {
    for (let column = 0; column < side; column++) {
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) {
          visit(ours++, ((output * inputs + input) * side + row) * side + column);
        }
      }
    }
  }
}

function weightsNamed(weights: Weights, name: string): Float32Array {
  const found = weights.get(name);
  if (!found) throw new RangeError(`There are no weights named ${name}`);
  return found;
}

function mismatch(tensor: string, expected: string, shape: readonly number[] | undefined): StudioError {
  const found = shape ? `[${shape.join(', ')}]` : 'missing';
  return new StudioError('weights-mismatch', { tensor, expected, found });
}

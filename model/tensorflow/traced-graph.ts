/**
 * Turns a function written in plain tfjs into one TensorFlow graph. The function runs once on example tensors while
 * every op is recorded; the recording is written as a SavedModel, which TensorFlow loads, optimises as a whole and
 * then runs in one call, with neighbouring ops fused, memory reused and independent ops in parallel.
 *
 * The graph is fixed to the examples' shapes. What the function computes in JavaScript while it is traced becomes a
 * constant, so whatever changes from call to call must be a tensor among the inputs.
 *
 * This relies on two things that tfjs-node's types show but its documentation does not promise: every op goes through
 * the backend's `executeSingleOutput` or `executeMultipleOutputs`, and the backend runs a loaded SavedModel by its
 * number. The test beside this file compares a traced step with the same step run plainly.
 */
import fs from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import type { TFEOpAttr } from '@tensorflow/tfjs-node/dist/tfjs_binding';
import { graphPrefix, inTemporaryFolder } from '../files/temporary-folder';
import { nativeOp } from './native-ops';
import { savedModel, servingTag, type AttributeValue, type GraphNode } from './graph-file';

/** Tensors in, tensors out, nothing else: no value is read back, and the caller disposes the results. */
export type PureFunction = (...inputs: tf.Tensor[]) => tf.Tensor[];

export interface Runner {
  /** The caller disposes the results. */
  run: PureFunction;
  /** Releases what the runner itself holds. */
  dispose(): void;
}

/** Runs the function without a graph, op by op. */
export function plain(compute: PureFunction): Runner {
  return { run: (...inputs) => tf.tidy(() => compute(...inputs)), dispose: () => undefined };
}

/**
 * A runner that executes the function as a TensorFlow graph.
 * @param examples tensors with the shapes and types of every later call; the caller keeps and disposes them
 * @throws StudioError temporary-unusable
 */
export function traced(compute: PureFunction, examples: readonly tf.Tensor[]): Runner {
  const backend = tf.backend() as NodeJSKernelBackend;
  const { nodes, inputs, outputs } = record(backend, compute, examples);
  const session = inTemporaryFolder(graphPrefix(), (folder) => {
    try {
      fs.writeFileSync(path.join(folder, 'saved_model.pb'), savedModel(nodes));
      return backend.loadSavedModelMetaGraph(folder, servingTag);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
  return {
    run: (...tensors) => backend.runSavedModel(session, tensors, inputs, outputs),
    dispose: () => backend.deleteSavedModel(session),
  };
}

/**
 * The same values, which a graph does not compute before `earlier` (which may be disposed by now). Ops that depend on
 * nothing else would all begin at once and hold their results until they are needed.
 */
export function after<T extends tf.Tensor>(tensor: T, earlier: tf.Tensor): T {
  const backend = tf.backend() as NodeJSKernelBackend;
  const type = backend.getDTypeInteger(tensor.dtype);
  controlInput = earlier;
  try {
    return nativeOp('Identity', [tensor], [['T', 'TYPE', type]])[0] as T;
  } finally {
    controlInput = undefined;
  }
}

/** What the op being recorded has to wait for, besides its inputs. */
let controlInput: tf.Tensor | undefined;

/** The nodes of a graph and the names of its inputs and outputs. */
interface Recording {
  nodes: GraphNode[];
  inputs: { name: string; dtype: tf.DataType }[];
  outputs: string[];
}

function record(
  backend: NodeJSKernelBackend,
  compute: PureFunction,
  examples: readonly tf.Tensor[],
): Recording {
  const recorder = new GraphRecorder(backend);
  const inputs = examples.map((example) => recorder.addInput(example));
  const outputs = watched(backend, recorder.addOp, () =>
    tf.tidy(() => compute(...examples).map((result) => recorder.sourceOf(result))),
  );
  return { nodes: recorder.nodes, inputs, outputs };
}

/** Records ops as nodes of a graph. A tensor that no recorded op has made becomes a constant. */
class GraphRecorder {
  readonly nodes: GraphNode[] = [];
  /** The node and output that produced each piece of data. */
  readonly #sources = new Map<tf.DataId, string>();
  /** The nodes of constants by their type, shape and bytes. */
  readonly #constants = new Map<string, string>();

  constructor(private readonly backend: NodeJSKernelBackend) {}

  addInput(example: tf.Tensor): Recording['inputs'][number] {
    if (this.#sources.has(example.dataId))
      throw new RangeError('Two examples share their data; each input needs a tensor of its own');
    const attributes: [string, AttributeValue][] = [
      ['dtype', { type: this.#typeOf(example) }],
      ['shape', { shape: example.shape }],
    ];
    this.#add('Placeholder', [], attributes, [example]);
    return { name: this.sourceOf(example), dtype: example.dtype };
  }

  readonly addOp: Note = (op, attributes, inputs, made) => {
    const encoded = attributes.map((attribute) => encode(this.backend, attribute));
    // The only op whose type tfjs leaves for TensorFlow to infer, which a graph does not do.
    const [first] = inputs;
    if (op === 'ExpandDims' && first) encoded.push(['T', { type: this.#typeOf(first) }]);
    const order = controlInput ? [controlOf(this.sourceOf(controlInput))] : [];
    this.#add(op, [...inputs.map((input) => this.sourceOf(input)), ...order], encoded, made);
  };

  /** The output of a node that holds this tensor, as `name:index`. */
  sourceOf(tensor: tf.TensorInfo): string {
    if (!this.#sources.has(tensor.dataId)) this.#addConstant(tensor);
    return this.#sources.get(tensor.dataId) as string;
  }

  #addConstant(tensor: tf.TensorInfo): void {
    const { buffer, byteOffset, byteLength } = this.backend.readSync(tensor.dataId) as
      Float32Array | Int32Array | Uint8Array;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const type = this.#typeOf(tensor);
    // There are thousands of shapes and axes. Equal ones share a node, since TensorFlow spends time on each node.
    const key = `${type} ${tensor.shape} ${Buffer.from(buffer, byteOffset, byteLength).toString('latin1')}`;
    const known = this.#constants.get(key);
    if (known !== undefined) {
      this.#sources.set(tensor.dataId, known);
      return;
    }
    const attributes: [string, AttributeValue][] = [
      ['dtype', { type }],
      ['value', { tensor: { type, shape: tensor.shape, bytes } }],
    ];
    this.#add('Const', [], attributes, [tensor]);
    this.#constants.set(key, this.#sources.get(tensor.dataId) as string);
  }

  #add(
    op: string,
    inputs: string[],
    attributes: [string, AttributeValue][],
    made: readonly tf.TensorInfo[],
  ): void {
    const name = `${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, inputs, attributes: new Map(attributes) });
    made.forEach(({ dataId }, index) => this.#sources.set(dataId, `${name}:${index}`));
  }

  #typeOf({ dtype }: tf.TensorInfo): number {
    return this.backend.getDTypeInteger(dtype);
  }
}

type Note = (
  op: string,
  attributes: TFEOpAttr[],
  inputs: tf.TensorInfo[],
  made: readonly tf.TensorInfo[],
) => void;

/** Runs `compute` and calls `note` for every op that the backend executes. */
function watched<T>(backend: NodeJSKernelBackend, note: Note, compute: () => T): T {
  const { executeSingleOutput, executeMultipleOutputs } = backend;
  backend.executeSingleOutput = (op, attributes, inputs) => {
    const made = executeSingleOutput.call(backend, op, attributes, inputs);
    note(op, attributes, inputs, [made]);
    return made;
  };
  backend.executeMultipleOutputs = (op, attributes, inputs, count) => {
    const made = executeMultipleOutputs.call(backend, op, attributes, inputs, count);
    note(op, attributes, inputs, made);
    return made;
  };
  try {
    return compute();
  } finally {
    Object.assign(backend, { executeSingleOutput, executeMultipleOutputs });
  }
}

function encode(
  { binding }: NodeJSKernelBackend,
  { name, type, value }: TFEOpAttr,
): [string, AttributeValue] {
  const isList = Array.isArray(value);
  switch (type) {
    case binding.TF_ATTR_TYPE:
      return [name, { type: value as number }];
    case binding.TF_ATTR_STRING:
      return [name, { string: value as string }];
    case binding.TF_ATTR_BOOL:
      return [name, { bool: value as boolean }];
    case binding.TF_ATTR_SHAPE:
      return [name, { shape: value as number[] }];
    case binding.TF_ATTR_INT:
      return [name, isList ? { ints: value } : { int: value as number }];
    case binding.TF_ATTR_FLOAT:
      return [name, isList ? { floats: value } : { float: value as number }];
    default:
      throw new TypeError(`Attribute ${name} has type ${type}, which no op of a network uses`);
  }
}

/** A control input: it carries no value, only order. */
function controlOf(source: string): string {
  return `^${source.split(':', 1)[0]}`;
}

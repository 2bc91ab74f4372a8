/** Calls TensorFlow's ops by name. Where the TensorFlow that answers lacks one, tfjs computes the same. */
import * as tf from '@tensorflow/tfjs-node';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend';
import type { opNames } from './op-names.mjs';

export type OpName = (typeof opNames)[number];

export type Attribute = [
  name: string,
  kind: 'STRING' | 'INT' | 'TYPE' | 'BOOL',
  value: string | number | number[] | boolean,
];

/**
 * Runs an op.
 * @throws Error with TensorFlow's message where the op refuses its inputs, or is missing and tfjs has nothing for it
 */
export function nativeOp(
  op: OpName,
  inputs: tf.Tensor[],
  attributes: readonly Attribute[],
  outputs = 1,
): tf.Tensor[] {
  const backend = tf.backend() as NodeJSKernelBackend;
  const encoded = attributes.map(([name, kind, value]) => ({
    name,
    type: backend.binding[`TF_ATTR_${kind}`],
    value,
  }));
  try {
    return backend.executeMultipleOutputs(op, encoded, inputs, outputs);
  } catch (thrown) {
    const plain = plainOps[op];
    if (!plain || !isMissing(thrown)) throw thrown;
    return plain(inputs, Object.fromEntries(attributes.map(([name, , value]) => [name, value])));
  }
}

/** Whether TensorFlow answered that it has no such op (not found), or not for such attributes (unimplemented). */
function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && /^Invalid TF_Status: (5|12)\b/.test(thrown.message);
}

type Plain = (inputs: tf.Tensor[], attributes: Record<string, Attribute[2]>) => tf.Tensor[];

/** What ops compute, from ops that tfjs needs for anything else too. */
const plainOps: Record<OpName, Plain | null> = {
  BiasAdd: of((x, bias) => tf.add(x, bias)),
  BiasAddGrad: of((dy) => tf.sum(tf.reshape(dy, [-1, dy.shape.at(-1) as number]), 0)),
  Conv2D: ([x, kernel], { explicit_paddings }) => {
    const [, , above, below, left, right] = explicit_paddings as number[];
    const sides = [
      [0, 0],
      [above, below],
      [left, right],
      [0, 0],
    ] as [number, number][];
    return [tf.conv2d(tf.pad(x as tf.Tensor4D, sides), kernel as tf.Tensor4D, 1, 'valid')];
  },
  Elu: of((x) => tf.where(tf.greater(x, 0), x, tf.expm1(x))),
  EluGrad: of((dy, y) => tf.where(tf.greater(y, 0), dy, tf.mul(dy, tf.add(y, 1)))),
  // It orders the nodes of a graph, which no computation stands in for.
  Identity: null,
  MatMul: ([a, b], { transpose_a, transpose_b }) => [
    tf.matMul(a as tf.Tensor, b as tf.Tensor, transpose_a as boolean, transpose_b as boolean),
  ],
  Relu: of((x) => tf.maximum(x, 0)),
  ReluGrad: of((dy, y) => tf.where(tf.greater(y, 0), dy, tf.zerosLike(dy))),
  Sigmoid: of((x) => tf.div(1, tf.add(1, tf.exp(tf.neg(x))))),
  SigmoidGrad: of((y, dy) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  SparseSoftmaxCrossEntropyWithLogits: ([logits, labels]) => {
    const target = tf.oneHot(labels as tf.Tensor, (logits as tf.Tensor2D).shape[1], 1, 0, 'float32');
    const logs = tf.sub(logits as tf.Tensor, tf.logSumExp(logits as tf.Tensor, 1, true));
    return [tf.neg(tf.sum(tf.mul(target, logs), 1)), tf.sub(tf.exp(logs), target)];
  },
  // Other random numbers would not repeat a run.
  StatelessRandomUniform: null,
  Tanh: of((x) => tf.sub(1, tf.div(2, tf.add(1, tf.exp(tf.mul(2, x)))))),
  TanhGrad: of((y, dy) => tf.mul(dy, tf.sub(1, tf.mul(y, y)))),
};

function of(compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Plain {
  return ([a, b]) => [compute(a as tf.Tensor, b as tf.Tensor)];
}

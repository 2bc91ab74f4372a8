/**
 * The ops of TensorFlow that are called by name, without tfjs. `native-ops.ts` calls no others, and
 * `npm run test:platforms` looks them up in the oldest TensorFlow that a system gets.
 */
export const opNames = /** @type {const} */ ([
  'BiasAdd',
  'BiasAddGrad',
  'Conv2D',
  'Elu',
  'EluGrad',
  'Identity',
  'MatMul',
  'Relu',
  'ReluGrad',
  'Sigmoid',
  'SigmoidGrad',
  'SparseSoftmaxCrossEntropyWithLogits',
  'StatelessRandomUniform',
  'Tanh',
  'TanhGrad',
]);

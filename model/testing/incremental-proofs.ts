/** Measurements with which tests compare an incremental network with a forward pass of TensorFlow. */
import * as tf from '@tensorflow/tfjs-node';
import { pictureForm } from '../nets/model-shape';
import { createNetwork, weightTensors } from '../nets/networks';
import { randomValues } from '../random';
import type { TrainedRun } from '../sampling/drawing';
import type { IncrementalNetwork } from '../kernel/incremental-network';
import { createIncrementalNetwork } from '../nets/incremental-networks';
import type { Canvas } from '../kernel/picture-plane';

/** Levels [count,H,W,C] and, for a network that knows classes, the class of each picture. */
export interface GivenPictures extends Canvas {
  channels: number;
  pixels: Uint8Array;
  classes?: readonly number[] | undefined;
}

/** Random pictures for a run, with its classes in turn. */
export function givenPictures({ record }: TrainedRun, canvas: Canvas, seed = 1): GivenPictures {
  const { channels, levels, classes } = pictureForm(record);
  const dice = randomValues(canvas.count * canvas.height * canvas.width * channels, seed, 1);
  return {
    ...canvas,
    channels,
    pixels: Uint8Array.from(dice, (die) => Math.floor(die * levels)),
    classes: classes ? Array.from({ length: canvas.count }, (_, n) => n % classes) : undefined,
  };
}

/**
 * The outputs of a network as it visits given pictures: for each value in raster order, an array from every picture.
 * @param values how many values of each picture are visited; all by default
 */
export function walk(
  network: IncrementalNetwork,
  { count, height, width, channels, pixels, classes }: GivenPictures,
  values = height * width * channels,
): Float32Array[][] {
  network.begin(classes);
  return Array.from({ length: values }, (_, value) => {
    const channel = value % channels;
    const pixelIndices = Uint32Array.from(
      { length: count },
      (__, n) => n * height * width + (value - channel) / channels,
    );
    const outputs = network.outputsAt(pixelIndices, channel).map((outputs) => outputs.slice());
    for (const index of pixelIndices)
      network.put(index, channel, pixels[index * channels + channel] as number);
    return outputs;
  });
}

/**
 * The largest difference between an incremental network's outputs and those of TensorFlow over all pixels and
 * channels, and the range of TensorFlow's outputs. A categorical network has logits only for the requested channel.
 */
export function compareOutputs(
  run: TrainedRun,
  pictures: GivenPictures,
): { furthest: number; range: number } {
  const { height, width, channels } = pictures;
  const { levels } = run.record.settings;
  const { expected, perPixel } = fullPass(run, pictures);
  const isCategorical = perPixel === channels * levels;
  const differences: number[] = [];
  walk(createIncrementalNetwork(run.record, run.weights, pictures), pictures).forEach((said, value) => {
    const channel = value % channels;
    const place = (value - channel) / channels;
    const [from, to] = isCategorical ? [channel * levels, (channel + 1) * levels] : [0, perPixel];
    said.forEach((outputs, n) => {
      const pixel = (n * height * width + place) * perPixel;
      for (let i = from; i < to; i++) {
        differences.push(Math.abs((outputs[i] as number) - (expected[pixel + i] as number)));
      }
    });
  });
  return {
    furthest: largest(differences),
    range: largest(expected) + largest(expected.map((output) => -output)),
  };
}

/** TensorFlow's outputs for every pixel, from one forward pass. */
function fullPass({ record, weights }: TrainedRun, pictures: GivenPictures) {
  const { count, height, width, channels, pixels, classes } = pictures;
  const network = createNetwork(record);
  const expected = tf.tidy(() => {
    const given = tf.tensor4d(Int32Array.from(pixels), [count, height, width, channels], 'int32');
    const options = classes ? { labels: tf.tensor1d([...classes], 'int32') } : {};
    return network.outputs(weightTensors(network, weights), given, options).dataSync<'float32'>();
  });
  return { expected, perPixel: network.likelihood.outputs };
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, value), -Infinity);
}

import { cuda } from './cuda-wheels.mjs';

/**
 * The part of a wheel that is used.
 * @typedef {object} Part
 * @property {import('./wheel.mjs').Wheel} wheel
 * @property {string[]} prefixes of the names of the files that are unpacked
 * @property {number} unpackedBytes
 */

/** The few of 13,000 headers that the addon includes. */
const headers = ['tensorflow/c/', 'tensorflow/core/platform/ctstring', 'tsl/platform/ctstring', 'xla/tsl/c/'];
/** The licences of what TensorFlow is made of. */
export const tensorflowNotices = 'tensorflow/THIRD_PARTY_NOTICES.txt';
const prefixes = [
  'tensorflow/libtensorflow_',
  tensorflowNotices,
  ...headers.map((header) => `tensorflow/include/${header}`),
];

/**
 * TensorFlow for processors only, for each system that has a wheel whose libraries work without Python.
 * @type {Record<string, Part | undefined>}
 */
const forProcessor = {
  'linux-x64': {
    wheel: {
      requirement: 'tensorflow-cpu==2.21.0',
      platform: 'manylinux_2_27_x86_64',
      file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
      sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
      bytes: 273_829_956,
    },
    prefixes,
    unpackedBytes: 860_000_000,
  },
  'linux-arm64': {
    wheel: {
      requirement: 'tensorflow==2.21.0',
      platform: 'manylinux_2_27_aarch64',
      file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
      sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
      bytes: 281_828_020,
    },
    prefixes,
    unpackedBytes: 890_000_000,
  },
  'darwin-arm64': {
    wheel: {
      requirement: 'tensorflow==2.21.0',
      platform: 'macosx_12_0_arm64',
      file: 'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
      sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
      bytes: 223_405_849,
    },
    prefixes,
    unpackedBytes: 750_000_000,
  },
};

/**
 * TensorFlow with kernels for NVIDIA cards, and the parts of CUDA 12 that it loads. On a machine without a card it
 * computes on the processor.
 * @type {Record<string, Part[] | undefined>}
 */
const forCard = {
  'linux-x64': [
    {
      wheel: {
        requirement: 'tensorflow==2.21.0',
        platform: 'manylinux_2_27_x86_64',
        file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
        sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
        bytes: 572_440_367,
      },
      prefixes,
      unpackedBytes: 1_300_000_000,
    },
    ...cuda,
  ],
};

/**
 * The wheels of TensorFlow for a system, if there are any.
 * @param {string} system platform and architecture as Node names them, `linux-x64`
 */
export function wheelsFor(system) {
  const processor = forProcessor[system];
  return processor && { processor: [processor], card: forCard[system] };
}

/** @typedef {import('./tensorflow-wheels.mjs').Part} Part */

/** The parts of CUDA 12 that TensorFlow 2.21.0 loads, for Linux x64. */
export const cuda = [
  partOfCuda('cuda-runtime', '12.9.79', {
    tag: 'manylinux2014_x86_64.manylinux_2_17_x86_64',
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    bytes: 3_493_179,
    unpackedBytes: 5_342_176,
  }),
  partOfCuda('cublas', '12.9.3.13', {
    tag: 'manylinux_2_27_x86_64',
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
    bytes: 581_217_458,
    unpackedBytes: 855_064_416,
  }),
  partOfCuda('cudnn', '9.28.0.42', {
    tag: 'manylinux_2_27_x86_64',
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
    bytes: 716_538_495,
    unpackedBytes: 1_162_393_472,
  }),
  // cuDNN compiles some of its kernels with this.
  partOfCuda('cuda-nvrtc', '12.9.86', {
    tag: 'manylinux2010_x86_64.manylinux_2_12_x86_64',
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
    bytes: 89_568_129,
    unpackedBytes: 227_340_992,
  }),
  // The assembler for cards newer than TensorFlow's own kernels.
  partOfCuda('cuda-nvcc', '12.9.86', {
    tag: 'manylinux2010_x86_64.manylinux_2_12_x86_64',
    sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
    bytes: 40_546_229,
    unpackedBytes: 34_931_056,
    files: 'bin/ptxas',
  }),
  // TensorFlow uses a card only if it can load these too, although nothing here calls them.
  partOfCuda('cufft', '11.4.1.4', {
    tag: 'manylinux2014_x86_64.manylinux_2_17_x86_64',
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
    bytes: 200_877_592,
    unpackedBytes: 293_609_416,
  }),
  partOfCuda('cusolver', '11.7.5.82', {
    tag: 'manylinux_2_27_x86_64',
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    bytes: 338_117_415,
    unpackedBytes: 494_975_064,
  }),
  partOfCuda('cusparse', '12.5.10.65', {
    tag: 'manylinux2014_x86_64.manylinux_2_17_x86_64',
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    bytes: 366_465_088,
    unpackedBytes: 486_556_368,
  }),
  partOfCuda('nvjitlink', '12.9.86', {
    tag: 'manylinux2010_x86_64.manylinux_2_12_x86_64',
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
    bytes: 39_748_338,
    unpackedBytes: 95_935_344,
  }),
];

/**
 * @param {string} name
 * @param {string} version
 * @param {{ tag: string, sha256: string, bytes: number, unpackedBytes: number, files?: string }} facts `tag`: the
 *   platforms as the file's name has them
 * @returns {Part}
 */
function partOfCuda(name, version, { tag, sha256, bytes, unpackedBytes, files = 'lib/' }) {
  const folder = name.replace('-', '_');
  return {
    wheel: {
      requirement: `nvidia-${name}-cu12==${version}`,
      platform: /** @type {string} */ (tag.split('.')[0]),
      file: `nvidia_${folder}_cu12-${version}-py3-none-${tag}.whl`,
      sha256,
      bytes,
    },
    prefixes: [`nvidia/${folder}/${files}`],
    unpackedBytes,
  };
}

/** Pickles as arbitrary programs of the opcodes that a state_dict uses, and of some that it does not. */
import fc, { type Arbitrary } from 'fast-check';

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value | 0);
  return bytes.toString('latin1');
};
const text = (value: string) => {
  const bytes = Buffer.from(value);
  return `X${int32(bytes.length)}${bytes.toString('latin1')}`;
};
const tuple = (values: readonly number[]) => `(${values.map((value) => `J${int32(value)}`).join('')}t`;

const number = fc.constantFrom(0, 1, 2, 3, 4, 16, 255, 1000, 2 ** 20, 2 ** 31 - 1, -1, -(2 ** 31));
const numbers = fc.array(number, { maxLength: 5 });
const storageTypes = [
  ...['FloatStorage', 'DoubleStorage', 'HalfStorage', 'BFloat16Storage', 'LongStorage', 'BoolStorage'],
  'QUInt8Storage',
];
const globals = [
  ...['collections\nOrderedDict', 'torch._utils\n_rebuild_tensor_v2', 'torch._utils\n_rebuild_parameter'],
  ...['os\nsystem', 'builtins\neval', '__proto__\nx', 'torch\nconstructor'],
  ...storageTypes.map((type) => `torch\n${type}`),
];

const storage = fc
  .tuple(fc.constantFrom(...storageTypes), fc.constantFrom('0', '1', '2', '../0', '__proto__'))
  .map(([type, key]) => `(${text('storage')}ctorch\n${type}\n${text(key)}${text('cpu')}K\x01tQ`);

const tensor = fc
  .tuple(storage, number, numbers, fc.option(numbers, { freq: 3 }))
  .map(([stored, offset, shape, strides]) => {
    const contiguous = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const view = `${stored}J${int32(offset)}${tuple(shape)}${tuple(strides ?? contiguous)}`;
    return `ctorch._utils\n_rebuild_tensor_v2\n(${view}tR`;
  });

/** Any opcode, with arguments of the right length. */
const opcode: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...'().tsuRbQ}0NTI2lea\x88\x89\x85\x86\x87\x93\x94\x81'),
  number.map((value) => `J${int32(value)}`),
  fc.tuple(fc.constantFrom('K', 'q', 'h'), fc.nat(8)).map(([code, n]) => code + String.fromCharCode(n)),
  fc.tuple(fc.constantFrom('r', 'j'), number).map(([code, n]) => code + int32(n)),
  fc.string({ maxLength: 8 }).map(text),
  number.map((length) => `X${int32(length)}`),
  fc.constantFrom(...globals).map((name) => `c${name}\n`),
);

const part: Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.string({ maxLength: 5 }), tensor).map(([n, t]) => `${text(n)}${t}s`) },
  { weight: 2, arbitrary: opcode },
  { weight: 1, arbitrary: tensor },
  { weight: 1, arbitrary: storage },
  { weight: 1, arbitrary: fc.constantFrom('q\0', 'h\0', 'q\0h\0h\0s', 'h\0h\0s', '\x94', '(h\0h\0u') },
  // Nesting, repetition and sharing.
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('\x85', '(', ')', '}', 'h\0\x86q\0', '0', 'h\0'),
        fc.constantFrom(2, 63, 70, 5000),
      )
      .map(([code, times]) => code.repeat(times)),
  },
);

/** The bytes of a pickle. */
export const hostilePickle: Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom('\x80\x02}', '}', '\x80\x04\x95\0\0\0\0\0\0\0\0}q\0', ''),
    fc.array(part, { maxLength: 8 }),
    fc.constantFrom('.', '.', '.', ''),
  )
  .map(([begin, parts, end]) => Buffer.from(begin + parts.join('') + end, 'latin1'));

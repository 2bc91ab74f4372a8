/**
 * Encodes a TensorFlow graph as the bytes of a SavedModel: only the few message types that a graph of ops and
 * constants needs, in the wire format of protocol buffers. The field numbers come from TensorFlow's published .proto
 * files (graph.proto, node_def.proto, attr_value.proto, tensor.proto, meta_graph.proto, saved_model.proto).
 */
export interface GraphNode {
  name: string;
  op: string;
  /** Outputs of other nodes, as `name:index`. */
  inputs: readonly string[];
  attributes: ReadonlyMap<string, AttributeValue>;
}

export type AttributeValue =
  | { string: string }
  | { int: number }
  | { float: number }
  | { bool: boolean }
  | { type: number }
  | { shape: readonly number[] }
  | { tensor: { type: number; shape: readonly number[]; bytes: Uint8Array } }
  | { ints: readonly number[] }
  | { floats: readonly number[] };

/** The tag under which the graph is loaded. */
export const servingTag = 'serve';

/** A recent graph version, from which TensorFlow concludes which rules the writer followed. */
const producer = 1087;

/** The bytes of a SavedModel (`saved_model.pb`) that holds one graph under `servingTag`. */
export function savedModel(nodes: readonly GraphNode[]): Uint8Array {
  const graph = message(...nodes.map((node) => bytes(1, encodeNode(node))), bytes(4, varint(1, producer)));
  const info = bytes(4, text(servingTag));
  const metaGraph = message(bytes(1, info), bytes(2, graph));
  return message(varint(1, 1), bytes(2, metaGraph));
}

function encodeNode({ name, op, inputs, attributes }: GraphNode): Buffer {
  const entries = [...attributes].map(([key, value]) =>
    bytes(5, message(bytes(1, text(key)), bytes(2, encodeAttribute(value)))),
  );
  return message(
    bytes(1, text(name)),
    bytes(2, text(op)),
    ...inputs.map((input) => bytes(3, text(input))),
    ...entries,
  );
}

function encodeAttribute(value: AttributeValue): Buffer {
  if ('string' in value) return bytes(2, text(value.string));
  if ('int' in value) return varint(3, value.int);
  if ('float' in value) return float(4, value.float);
  if ('bool' in value) return varint(5, value.bool ? 1 : 0);
  if ('type' in value) return varint(6, value.type);
  if ('shape' in value) return bytes(7, encodeShape(value.shape));
  if ('tensor' in value) {
    const { type, shape, bytes: content } = value.tensor;
    return bytes(8, message(varint(1, type), bytes(2, encodeShape(shape)), bytes(4, content)));
  }
  if ('ints' in value) return bytes(1, message(...value.ints.map((int) => varint(3, int))));
  return bytes(1, message(...value.floats.map((number) => float(4, number))));
}

function encodeShape(shape: readonly number[]): Buffer {
  return message(...shape.map((side) => bytes(2, varint(1, side))));
}

function message(...fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat(fields);
}

function varint(field: number, value: number): Buffer {
  return message(unsigned(BigInt(field << 3)), unsigned(BigInt.asUintN(64, BigInt(value))));
}

function float(field: number, value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return message(unsigned(BigInt((field << 3) | 5)), four);
}

function bytes(field: number, content: Uint8Array): Buffer {
  return message(unsigned(BigInt((field << 3) | 2)), unsigned(BigInt(content.length)), content);
}

function text(value: string): Buffer {
  return Buffer.from(value, 'utf8');
}

/** Seven bits per byte, the lowest first; the top bit says that more bytes follow. */
function unsigned(value: bigint): Buffer {
  const parts: number[] = [];
  let rest = value;
  while (rest >= 0x80n) {
    parts.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  parts.push(Number(rest));
  return Buffer.from(parts);
}

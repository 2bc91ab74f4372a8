/** The WebAssembly kernel (assembly/layer.ts, assembly/activations.ts) with a memory of its own. */
import { readFileSync } from 'node:fs';
import { jobFile } from './job-files';

interface Kernel {
  memory: WebAssembly.Memory;
  memoryStart(): number;
  layer(
    rows: number,
    x: number,
    xOffsets: number,
    segments: number,
    segmentCount: number,
    inputs: number,
    weights: number,
    biases: number,
    classOfRow: number,
    added: number,
    addedOffsets: number,
    y: number,
    yOffsets: number,
    outputs: number,
    rectifies: boolean,
  ): void;
  rectify(rows: number, count: number, x: number, y: number, xStride: number, yStride: number): void;
  gate(rows: number, half: number, x: number, y: number, xStride: number, yStride: number): void;
  concatElu(rows: number, count: number, x: number, xOffsets: number, y: number, yOffsets: number): void;
  addGated(
    rows: number,
    count: number,
    value: number,
    valueOffsets: number,
    x: number,
    y: number,
    offsets: number,
  ): void;
}

const pageBytes = 65536;
/** The size of a cache line, so that no buffer begins in the middle of one. */
const alignment = 64;

let compiled: WebAssembly.Module | undefined;

/** Memory only grows; all of it is released once nothing refers to this object. */
export class KernelMemory {
  readonly kernel: Kernel;
  /** The whole memory; replaced whenever it grows. */
  bytes: Uint8Array;
  /** The same as float32. */
  numbers: Float32Array;
  #end: number;

  constructor() {
    compiled ??= new WebAssembly.Module(readFileSync(jobFile('kernel.wasm')));
    this.kernel = new WebAssembly.Instance(compiled).exports as unknown as Kernel;
    this.#end = this.kernel.memoryStart();
    this.bytes = new Uint8Array(this.kernel.memory.buffer);
    this.numbers = new Float32Array(this.kernel.memory.buffer);
  }

  /** Reserves bytes, filled with zeros. @returns their address @throws RangeError beyond 4 GiB */
  reserve(bytes: number): number {
    const { memory } = this.kernel;
    const address = Math.ceil(this.#end / alignment) * alignment;
    this.#end = address + bytes;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / pageBytes));
      this.bytes = new Uint8Array(memory.buffer);
      this.numbers = new Float32Array(memory.buffer);
    }
    return address;
  }

  /** Copies values into newly reserved memory. @returns their address */
  place(values: Float32Array | Int32Array): number {
    const address = this.reserve(values.byteLength);
    const { buffer, byteOffset, byteLength } = values;
    this.bytes.set(new Uint8Array(buffer, byteOffset, byteLength), address);
    return address;
  }

  /** Valid until memory is reserved again. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.kernel.memory.buffer, address, count);
  }

  /** Valid until memory is reserved again. */
  integers(address: number, count: number): Int32Array {
    return new Int32Array(this.kernel.memory.buffer, address, count);
  }
}

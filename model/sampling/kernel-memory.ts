/** The WebAssembly kernel (kernel/layer.ts) with a memory of its own. */
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
    bias: number,
    y: number,
    yOffsets: number,
    outputs: number,
    adds: boolean,
    rectifies: boolean,
  ): void;
  rectify(count: number, x: number, y: number): void;
}

const pageBytes = 65536;
/** A cache line, so that no row of a buffer begins in the middle of one. */
const alignment = 64;

let compiled: WebAssembly.Module | undefined;

/** Memory is only ever added; all of it goes when nothing refers to this any longer. */
export class KernelMemory {
  readonly kernel: Kernel;
  #end: number;

  constructor() {
    compiled ??= new WebAssembly.Module(readFileSync(jobFile('kernel.wasm')));
    this.kernel = new WebAssembly.Instance(compiled).exports as unknown as Kernel;
    this.#end = this.kernel.memoryStart();
  }

  /** Reserves zeros. @returns their address @throws RangeError beyond 4 GiB */
  reserve(bytes: number): number {
    const { memory } = this.kernel;
    const address = Math.ceil(this.#end / alignment) * alignment;
    this.#end = address + bytes;
    const missing = this.#end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return address;
  }

  place(values: Float32Array | Int32Array): number {
    const address = this.reserve(values.byteLength);
    const { buffer, byteOffset, byteLength } = values;
    new Uint8Array(this.kernel.memory.buffer, address).set(new Uint8Array(buffer, byteOffset, byteLength));
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

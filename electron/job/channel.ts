/**
 * Messages over a pipe: each is its length in four bytes (little endian) and a MessagePack body. Typed arrays cross as
 * such. Both sides of a job use it.
 */
import type { Duplex } from 'stream';
import { Packr } from 'msgpackr/pack';

const headerBytes = 4;

/** How often a waiting write is looked after; see `#keepAwake`. */
const wakeMilliseconds = 4;

export class Channel<Sent, Received> {
  readonly #packer = new Packr({
    useRecords: false,
    moreTypes: true,
    copyBuffers: true,
    variableMapSize: true,
  });
  readonly #stream: Duplex;
  #parts: Buffer[] = [];
  #length = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param onMessage called with every whole message, in order */
  constructor(stream: Duplex, onMessage: (message: Received) => void) {
    this.#stream = stream;
    // The other side's end closes the pipe, which whoever started the process hears; a late write is no fault.
    stream.on('error', () => this.#rest());
    stream.on('close', () => this.#rest());
    stream.on('data', (part: Buffer) => {
      this.#parts.push(part);
      this.#length += part.length;
      for (let body = this.#take(); body; body = this.#take()) {
        onMessage(this.#packer.unpack(body) as Received);
      }
    });
  }

  send(message: Sent): void {
    if (this.#stream.destroyed) return;
    const body = this.#packer.pack(message);
    const header = Buffer.alloc(headerBytes);
    header.writeUInt32LE(body.length, 0);
    this.#stream.write(header);
    this.#stream.write(body);
    this.#keepAwake();
  }

  /** The body of the next message, once all of it is there. */
  #take(): Buffer | undefined {
    if (this.#length < headerBytes) return undefined;
    const first = this.#parts[0] as Buffer;
    const joined = first.length >= headerBytes ? first : this.#join();
    const end = headerBytes + joined.readUInt32LE(0);
    if (this.#length < end) return undefined;
    const all = this.#join();
    this.#parts = all.length > end ? [all.subarray(end)] : [];
    this.#length -= end;
    return all.subarray(headerBytes, end);
  }

  #join(): Buffer {
    const all = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }

  /** Electron 9's main process may leave a large write unsent until something else happens: a timer does. */
  #keepAwake(): void {
    if (this.#timer || this.#stream.writableLength === 0) return;
    this.#timer = setInterval(() => {
      if (this.#stream.writableLength === 0) this.#rest();
    }, wakeMilliseconds);
  }

  #rest(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/**
 * Sends messages over a pipe: each is its length in four bytes (little endian) and a MessagePack body. Typed arrays keep
 * their type. Both sides of a job use it.
 */
import type { Duplex } from 'stream';
import { Packr } from 'msgpackr/pack';
import { mostMessageBytes } from '../../model/limits';

const headerBytes = 4;

/** The interval of the timer in `#keepAwake`. */
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

  /**
   * @param isMessage checks the received values
   * @param onMessage called with every whole message, in order
   * @param onBroken called when anything else is received, after which nothing more is read
   */
  constructor(
    stream: Duplex,
    isMessage: (value: unknown) => value is Received,
    onMessage: (message: Received) => void,
    onBroken: () => void,
  ) {
    this.#stream = stream;
    // When the other side ends, the pipe closes, which its owner handles; a late write is no error.
    stream.on('error', () => this.#rest());
    stream.on('close', () => this.#rest());
    stream.on('data', (part: Buffer) => {
      this.#parts.push(part);
      this.#length += part.length;
      for (let next = this.#receive(isMessage); next !== undefined; next = this.#receive(isMessage)) {
        if (next !== null) {
          onMessage(next.message);
          continue;
        }
        this.#parts = [];
        this.#length = 0;
        stream.destroy();
        onBroken();
      }
    });
  }

  send(message: Sent): void {
    if (this.#stream.destroyed) return;
    const body = this.#packer.pack(message);
    if (body.length > mostMessageBytes) throw new RangeError(`a message of ${body.length} bytes`);
    const header = Buffer.alloc(headerBytes);
    header.writeUInt32LE(body.length, 0);
    this.#stream.write(header);
    this.#stream.write(body);
    this.#keepAwake();
  }

  /** Returns the next message once it is complete; null for anything else. */
  #receive(isMessage: (value: unknown) => value is Received): { message: Received } | null | undefined {
    try {
      const body = this.#take();
      if (!body) return undefined;
      const message: unknown = this.#packer.unpack(body);
      return isMessage(message) ? { message } : null;
    } catch {
      return null;
    }
  }

  /** Returns the body of the next message once it is complete. @throws RangeError if it is too long */
  #take(): Buffer | undefined {
    if (this.#length < headerBytes) return undefined;
    const first = this.#parts[0] as Buffer;
    const joined = first.length >= headerBytes ? first : this.#join();
    const length = joined.readUInt32LE(0);
    if (length > mostMessageBytes) throw new RangeError(`a message of ${length} bytes`);
    const end = headerBytes + length;
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

  /** Runs a timer while a write is pending: without any event Electron 9's main process may leave it unsent. */
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

/**
 * Messages between the program and its page that arrive once and in order, even if the connection between them is lost
 * and made again: each message has a number and is kept until the other side has seen it. Both sides use this file.
 */
import { Packr } from 'msgpackr/pack';
import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const frame = v.object({
  /** The number of the message in this frame; 0 for a frame without one. */
  number: count,
  /** The number of the last message that the sender of this frame has received. */
  seen: count,
  body: v.unknown(),
});

/** How long a side waits before it says what it has seen, milliseconds. */
const seenMilliseconds = 250;

export class LastingChannel {
  readonly #packer = new Packr({
    useRecords: false,
    moreTypes: true,
    copyBuffers: true,
    variableMapSize: true,
  });
  #wire: ((data: Uint8Array) => void) | null = null;
  #sent = 0;
  #seen = 0;
  #said = 0;
  #kept: { number: number; data: Uint8Array }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onMessage receives each message once */
  constructor(private readonly onMessage: (body: unknown) => void) {}

  /** The number of the last message that arrived. */
  get seen(): number {
    return this.#seen;
  }

  /** Bytes of messages that the other side has not seen. */
  get keptBytes(): number {
    return this.#kept.reduce((sum, { data }) => sum + data.length, 0);
  }

  send(body: unknown): void {
    const number = ++this.#sent;
    const data = this.#packer.pack({ number, seen: this.#seen, body });
    this.#kept.push({ number, data });
    this.#wire?.(data);
  }

  /**
   * Uses a new connection, and sends again what the other side has not seen.
   * @param seen the number of the last message that the other side has
   */
  attach(wire: (data: Uint8Array) => void, seen: number): void {
    this.#wire = wire;
    this.#forget(seen);
    for (const { data } of this.#kept) wire(data);
  }

  detach(): void {
    this.#wire = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Takes a frame from the connection. @throws Error if it is not one, or if a message is missing before it */
  receive(data: Uint8Array): void {
    const { number, seen, body } = v.parse(frame, this.#packer.unpack(data));
    this.#forget(seen);
    if (number === 0 || number <= this.#seen) return;
    if (number > this.#seen + 1) throw new Error(`message ${number} came after ${this.#seen}`);
    this.#seen = number;
    this.#timer ??= setTimeout(() => this.#saySeen(), seenMilliseconds);
    this.onMessage(body);
  }

  #saySeen(): void {
    this.#timer = undefined;
    if (this.#said === this.#seen) return;
    this.#said = this.#seen;
    this.#wire?.(this.#packer.pack({ number: 0, seen: this.#seen, body: null }));
  }

  #forget(seen: number): void {
    const first = this.#kept.findIndex(({ number }) => number > seen);
    this.#kept = first < 0 ? [] : this.#kept.slice(first);
  }
}

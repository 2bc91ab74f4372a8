/** The page's side of the connection to the program, which it makes again whenever it is lost. */
import * as v from 'valibot';
import type { Answer } from '../../electron/api/contract';
import { closing } from '../../electron/serve/closing';
import { LastingChannel } from '../../electron/serve/lasting-channel';
import { toPage, type ToPage, type ToProgram } from '../../electron/serve/messages';

/** `taken`: another page has taken over. `ended`: the program does not admit this page any more. */
export type LinkStatus = 'connecting' | 'open' | 'lost' | 'taken' | 'ended';

/** What the program answers. */
export type Request = Extract<ToProgram, { type: 'call' | 'list' | 'make-folder' | 'drop' }>;
/** A request before it has its number. */
export type NewRequest = WithoutId<Request>;
type WithoutId<R> = R extends unknown ? Omit<R, 'id'> : never;

const firstPauseMilliseconds = 250;
const longestPauseMilliseconds = 4000;

export class ProgramLink {
  readonly #id = crypto.randomUUID();
  readonly #asked = new Map<number, (answer: Answer<never>) => void>();
  readonly #channel = new LastingChannel((body) => this.#take(v.parse(toPage, body)));
  #status: LinkStatus = 'connecting';
  #socket: WebSocket | null = null;
  #lastRequest = 0;
  #pause = firstPauseMilliseconds;

  /** @param onMessage receives every message that is no reply */
  constructor(
    private readonly onMessage: (message: Exclude<ToPage, { type: 'reply' }>) => void,
    private readonly onStatus: (status: LinkStatus) => void,
  ) {
    this.#connect();
    addEventListener('online', () => this.#connect());
  }

  /** Sends a request. It is answered even if the connection is lost meanwhile. */
  ask<T>(request: NewRequest): Promise<Answer<T>> {
    const id = ++this.#lastRequest;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#channel.send({ ...request, id });
    });
  }

  send(message: Exclude<ToProgram, Request>): void {
    this.#channel.send(message);
  }

  #become(status: LinkStatus): void {
    this.#status = status;
    this.onStatus(status);
  }

  #connect(): void {
    if (this.#socket || this.#status === 'taken' || this.#status === 'ended') return;
    const session = `page=${this.#id}&seen=${this.#channel.seen}`;
    const socket = new WebSocket(`ws://${location.host}/session?${session}`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') return this.#channel.receive(new Uint8Array(data));
      // The program's first word: what it has seen of this page.
      const { seen } = JSON.parse(data) as { seen: number };
      this.#pause = firstPauseMilliseconds;
      this.#become('open');
      this.#channel.attach((frame) => socket.send(new Uint8Array(frame)), seen);
    };
    socket.onclose = ({ code }) => void this.#close(code);
  }

  async #close(code: number): Promise<void> {
    this.#socket = null;
    this.#channel.detach();
    if (code === closing.takenOver) return this.#become('taken');
    // The program does not know any more what this page has seen.
    if (code === closing.gone || code === closing.broken) return location.reload();
    this.#become('lost');
    // A browser does not say whether nobody is there, or whether the program refuses this page.
    const answer = await fetch('/serve.html', { cache: 'no-store' }).catch(() => null);
    if (answer?.status === 403) return this.#become('ended');
    setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, longestPauseMilliseconds);
  }

  #take(message: ToPage): void {
    if (message.type !== 'reply') return this.onMessage(message);
    this.#asked.get(message.id)?.(message.answer as Answer<never>);
    this.#asked.delete(message.id);
  }
}

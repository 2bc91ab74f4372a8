/** The program's side of its page in a browser. There is one page at a time: the newest takes over. */
import * as v from 'valibot';
import type WebSocket from 'ws';
import { toErrorData } from '../../model/errors';
import { mostWaitingBytes } from '../../model/limits';
import { closing } from './closing';
import { LastingChannel } from './lasting-channel';
import { answers, toProgram, type AnswerTo, type Question, type ToPage, type ToProgram } from './messages';

type Received<T extends ToProgram['type']> = Extract<ToProgram, { type: T }>;
type Asking = Received<'call' | 'list' | 'make-folder' | 'drop'>;

/** What the rest of the program does with what the page sends. */
export interface PageHandlers {
  /** Answers a request. What it throws becomes an answer with an error. */
  answer(request: Asking): unknown;
  menu(place: readonly number[]): void;
  stateChanged(): void;
  /** A new page is there. */
  began(): void;
}

export class PageLink {
  handlers: PageHandlers | undefined;
  isFocused = false;
  isDark = true;
  /** Whether the person lets the page show notifications. */
  mayNotify = false;

  #id = '';
  /** Null while no page has come yet, and after too many messages waited for one. */
  #channel: LastingChannel | null = null;
  #socket: WebSocket | null = null;
  #lastQuestion = 0;
  readonly #asked = new Map<number, { question: Question; take(answer: unknown): void }>();

  /** Whether a question of this kind waits for an answer. */
  isAsking(kind: Question['kind']): boolean {
    return [...this.#asked.values()].some(({ question }) => question.kind === kind);
  }

  /**
   * Takes a connection. A page that comes again goes on where it was; a new one takes over.
   * @param id the number by which the page calls itself
   * @param seen the last message that it has received
   */
  connect(socket: WebSocket, id: string, seen: number): void {
    const comesAgain = seen > 0 || id === this.#id;
    if (comesAgain && (id !== this.#id || !this.#channel)) {
      socket.close(closing.gone);
      return;
    }
    this.#socket?.close(id === this.#id ? closing.renewed : closing.takenOver);
    if (!comesAgain) this.#begin(id);
    const channel = this.#channel as LastingChannel;
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      if (this.#socket === socket) this.#receive(channel, data);
    });
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.isFocused = false;
      channel.detach();
    });
    // The connection closes after an error.
    socket.on('error', () => {});
    socket.send(JSON.stringify({ seen: channel.seen }));
    channel.attach((data) => socket.send(data), seen);
    if (!comesAgain) this.handlers?.began();
  }

  /** Ends the connection, as the person who opened it may no longer use it. */
  disconnect(): void {
    this.#socket?.close(closing.gone);
    this.#channel = null;
    this.#cancelQuestions();
  }

  /** Sends a message; without a page it is lost, as an event of Electron is. */
  send(message: ToPage): void {
    this.#channel?.send(message);
    if (this.#socket || (this.#channel?.keptBytes ?? 0) <= mostWaitingBytes) return;
    this.#channel = null;
    this.#cancelQuestions();
  }

  /** Asks the person at the page. Null if there is no page, or if it goes without an answer. */
  ask<K extends Question['kind']>(question: Extract<Question, { kind: K }>): Promise<AnswerTo<K> | null> {
    if (!this.#channel) return Promise.resolve(null);
    const id = ++this.#lastQuestion;
    return new Promise((resolve) => {
      this.#asked.set(id, { question, take: (answer) => resolve(answer as AnswerTo<K> | null) });
      this.send({ type: 'question', id, question });
    });
  }

  #begin(id: string): void {
    this.#id = id;
    this.#cancelQuestions();
    this.#channel = new LastingChannel((body) => this.#take(v.parse(toProgram, body)));
  }

  #receive(channel: LastingChannel, data: Buffer): void {
    try {
      channel.receive(data);
    } catch {
      this.#socket?.close(closing.broken);
    }
  }

  #take(message: ToProgram): void {
    if (message.type === 'answer') {
      const asked = this.#asked.get(message.id);
      if (!asked) return;
      const answer = v.parse(answers[asked.question.kind], message.answer);
      this.#asked.delete(message.id);
      asked.take(answer);
    } else if (message.type === 'menu') this.handlers?.menu(message.place);
    else if (message.type === 'state') {
      this.isFocused = message.isFocused;
      this.isDark = message.isDark;
      this.mayNotify = message.mayNotify;
      this.handlers?.stateChanged();
    } else void this.#answer(message);
  }

  async #answer(request: Asking): Promise<void> {
    const channel = this.#channel;
    let answer: unknown;
    try {
      answer = await this.handlers?.answer(request);
    } catch (thrown) {
      answer = { ok: false, error: toErrorData(thrown) };
    }
    // The page that asked may have gone.
    if (channel === this.#channel) this.send({ type: 'reply', id: request.id, answer });
  }

  #cancelQuestions(): void {
    const waiting = [...this.#asked.values()];
    this.#asked.clear();
    for (const { take } of waiting) take(null);
  }
}

/** The page of this program. */
export const page = new PageLink();

/** The main process's side of a job process: starts it on demand, asks, listens, notices its death, stops it. */
import { spawn, type ChildProcess } from 'child_process';
import os from 'os';
import type { Duplex } from 'stream';
import { fromErrorData, phraseOf, StudioError } from '../../model/errors';
import { Channel } from './channel';
import { isFromJob, type FromJob, type JobRequestName, type JobRequests, type ToJob } from './messages';
import { messagePipe } from './pipes';

export interface JobProgram {
  /** The Node that runs the job. */
  command: string;
  args: string[];
  env: Record<string, string | undefined>;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: StudioError): void;
  onEvent: ((event: unknown) => void) | undefined;
}

/** A request under way. */
export interface Asked<N extends JobRequestName> {
  id: number;
  answer: Promise<JobRequests[N]['result']>;
}

const priority = 10;
/** How long a job may take to end by itself, a last checkpoint included. */
const patienceMilliseconds = 20_000;
const rememberedOutput = 2000;

export class JobHost {
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | undefined;
  #channel: Channel<ToJob, FromJob> | undefined;
  #ended: Promise<void> = Promise.resolve();
  #lastId = 0;
  #isRetired = false;
  #output = '';

  /** @param log gets what the job prints */
  constructor(
    readonly name: string,
    private readonly program: JobProgram,
    private readonly log: (text: string) => void,
  ) {}

  /** Whether the process runs. */
  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** The process's id while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Asks, starting the job if it does not run. The answer rejects with a StudioError. */
  ask<N extends JobRequestName>(
    name: N,
    argument: JobRequests[N]['argument'],
    onEvent?: (event: JobRequests[N]['event']) => void,
  ): Asked<N> {
    const id = ++this.#lastId;
    const answer = new Promise<JobRequests[N]['result']>((resolve, reject) => {
      this.#pending.set(id, {
        resolve: resolve as Pending['resolve'],
        reject,
        onEvent: onEvent as Pending['onEvent'],
      });
    });
    this.#running().send({ id, name, argument } as ToJob);
    return { id, answer };
  }

  /** Ends a request early; it answers with what it has, or `cancelled`. */
  cancel(request: number): void {
    if (this.#pending.has(request)) this.ask('cancel', { request }).answer.catch(() => {});
  }

  /** Starts the job before it is needed. */
  warm(): void {
    this.#running();
  }

  /** Lets what is asked from now on go to a new process, as soon as nothing is under way in this one. */
  retire(): void {
    this.#isRetired = this.isRunning;
    this.#leaveRetired();
  }

  /** Closes the pipe, which a job takes as the wish to end, waits, and at last kills it. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
    (child.stdio[messagePipe] as Duplex).end();
    await this.#ended;
    clearTimeout(timer);
  }

  /** Ends the process at once, whatever it does; the next request starts another. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  #running(): Channel<ToJob, FromJob> {
    if (this.#channel && this.#child) return this.#channel;
    const { command, args, env } = this.program;
    // The last two are the pipe for messages and the lifeline.
    const stdio = ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] as const;
    const child = spawn(command, args, { stdio: [...stdio], env, windowsHide: true });
    this.#output = '';
    try {
      if (child.pid !== undefined) os.setPriority(child.pid, priority);
    } catch {
      // A system that refuses it only makes the window a little slower during training.
    }
    const hear = (text: unknown) => {
      this.#output = (this.#output + String(text)).slice(-rememberedOutput);
      this.log(`[${this.name}] ${String(text).trimEnd()}`);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    this.#ended = new Promise((resolve) => {
      const end = (reason: string) => {
        if (this.#child === child) {
          hear(reason);
          this.#die();
        }
        // Also for a job that has retired since somebody began to wait for its end.
        resolve();
      };
      child.on('error', (error) => end(`${command} could not be started: ${phraseOf(error)}`));
      child.on('close', (code, signal) => end(`ended with ${signal ?? `code ${String(code)}`}`));
    });
    this.#child = child;
    this.#channel = new Channel(
      child.stdio[messagePipe] as Duplex,
      isFromJob,
      (message) => this.#receive(message),
      () => {
        hear('sent something that is not a message');
        child.kill('SIGKILL');
      },
    );
    return this.#channel;
  }

  #receive(message: FromJob): void {
    if (message.type === 'ready') return;
    const pending = this.#pending.get(message.id);
    if (message.type === 'event') {
      pending?.onEvent?.(message.event);
      return;
    }
    this.#pending.delete(message.id);
    this.#leaveRetired();
    if (message.type === 'value') pending?.resolve(message.value);
    else pending?.reject(fromErrorData(message.error));
  }

  /** The old process ends by itself when its pipe is closed. */
  #leaveRetired(): void {
    if (!this.#isRetired || this.#pending.size || !this.#child) return;
    this.#isRetired = false;
    (this.#child.stdio[messagePipe] as Duplex).end();
    this.#child = this.#channel = undefined;
  }

  #die(): void {
    this.#child = this.#channel = undefined;
    this.#isRetired = false;
    const error = new StudioError('job-died', { job: this.name, output: this.#output.trim() });
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}

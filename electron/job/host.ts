/** The main process's side of a job process: starts it on demand, sends requests, reports its death, and stops it. */
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

/** A request that was sent. */
export interface SentRequest<N extends JobRequestName> {
  id: number;
  answer: Promise<JobRequests[N]['result']>;
}

const priority = 10;
/** The time that a job has to end by itself, with a last checkpoint. */
const patienceMilliseconds = 20_000;
const rememberedOutput = 2000;
/** On Windows a plain pipe lets the job write only once the main process has written. */
const bothWays = process.platform === 'win32' ? 'overlapped' : 'pipe';

export class JobHost {
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | undefined;
  #channel: Channel<ToJob, FromJob> | undefined;
  #ended: Promise<void> = Promise.resolve();
  #lastId = 0;
  #isRetired = false;
  #output = '';

  /** @param log receives the job's output */
  constructor(
    readonly name: string,
    private readonly program: JobProgram,
    private readonly log: (text: string) => void,
  ) {}

  /** Whether the process is running. */
  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** The id of the running process. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Sends a request, and starts the job if necessary. The answer rejects with a StudioError. */
  ask<N extends JobRequestName>(
    name: N,
    argument: JobRequests[N]['argument'],
    onEvent?: (event: JobRequests[N]['event']) => void,
  ): SentRequest<N> {
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

  /** Ends a request early: its answer is the result so far, or `cancelled`. */
  cancel(request: number): void {
    if (this.#pending.has(request)) this.ask('cancel', { request }).answer.catch(() => {});
  }

  /** Starts the job before it is needed. */
  warm(): void {
    this.#running();
  }

  /** Replaces the process by a new one for later requests, as soon as it is idle. */
  retire(): void {
    this.#isRetired = this.isRunning;
    this.#leaveRetired();
  }

  /** Asks the job to end by closing its pipe, waits, and kills it if it takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
    (child.stdio[messagePipe] as Duplex).end();
    await this.#ended;
    clearTimeout(timer);
  }

  /** Kills the process; the next request starts another. */
  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#ended;
  }

  #running(): Channel<ToJob, FromJob> {
    if (this.#channel && this.#child) return this.#channel;
    const { command, args, env } = this.program;
    // The last two are the pipe for messages and the lifeline.
    const stdio = ['ignore', 'pipe', 'pipe', bothWays, 'pipe'] as const;
    const child = spawn(command, args, { stdio: [...stdio], env, windowsHide: true });
    this.#output = '';
    try {
      if (child.pid !== undefined) os.setPriority(child.pid, priority);
    } catch {
      // Without the lower priority the window is only a little slower during training.
    }
    const addOutput = (text: unknown) => {
      this.#output = (this.#output + String(text)).slice(-rememberedOutput);
      this.log(`[${this.name}] ${String(text).trimEnd()}`);
    };
    child.stdout?.on('data', addOutput);
    child.stderr?.on('data', addOutput);
    this.#ended = new Promise((resolve) => {
      const end = (reason: string) => {
        if (this.#child === child) {
          addOutput(reason);
          this.#die();
        }
        // `stop` may also be waiting for a job that has retired since.
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
        addOutput('sent something that is not a message');
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

  /** Closes the pipe of a retired process that is idle, which then ends by itself. */
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

/** The job's side of the pipe: answers requests, and ends when the main process has ended or on a signal. */
import net from 'node:net';
import { toErrorData } from '../../model/errors';
import { Channel } from './channel';
import { isToJob, type FromJob, type JobRequestName, type JobRequests, type ToJob } from './messages';
import { messagePipe } from './pipes';

export interface Hooks<N extends JobRequestName> {
  report(event: JobRequests[N]['event']): void;
  /** Aborted by `cancel` and when the job ends. */
  signal: AbortSignal;
}

export type Services = {
  [N in JobRequestName]: (
    argument: JobRequests[N]['argument'],
    hooks: Hooks<N>,
  ) => Promise<JobRequests[N]['result']> | JobRequests[N]['result'];
};

interface ActiveRequest {
  cancel: AbortController;
  answered?: Promise<void>;
}

/** The time that the main process has to read the last answers. */
const readMilliseconds = 1000;

/**
 * Answers requests with these services until the job ends. Then a training is saved, and everything else is aborted.
 * @param stop stops the current training with a checkpoint
 */
export function serve(services: Omit<Services, 'cancel'>, stop: () => void): void {
  const active = new Map<number, ActiveRequest>();
  const all: Services = {
    ...services,
    cancel({ request }) {
      active.get(request)?.cancel.abort();
      return null;
    },
  };

  async function answer<N extends JobRequestName>(
    id: number,
    name: N,
    argument: JobRequests[N]['argument'],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      if (!Object.hasOwn(all, name)) throw new Error(`there is no request ${name}`);
      const hooks: Hooks<N> = { report: (event) => channel.send({ type: 'event', id, event }), signal };
      channel.send({ type: 'value', id, value: await all[name](argument, hooks) });
    } catch (thrown) {
      channel.send({ type: 'error', id, error: toErrorData(thrown) });
    } finally {
      active.delete(id);
    }
  }

  let isLeaving = false;
  async function leave(): Promise<void> {
    if (isLeaving) return;
    isLeaving = true;
    stop();
    for (const { cancel } of active.values()) cancel.abort();
    await Promise.all(Array.from(active.values(), ({ answered }) => answered));
    await new Promise<void>((resolve) => {
      setTimeout(resolve, readMilliseconds);
      pipe.end(resolve);
    });
    process.exit(0);
  }

  const pipe = new net.Socket({ fd: messagePipe, readable: true, writable: true });
  const begin = ({ id, name, argument }: ToJob) => {
    if (isLeaving) return;
    const request: ActiveRequest = { cancel: new AbortController() };
    active.set(id, request);
    request.answered = answer(id, name, argument, request.cancel.signal);
  };
  const channel = new Channel<FromJob, ToJob>(pipe, isToJob, begin, () => void leave());
  // A pipe that breaks during a write closes without an `end` event.
  for (const event of ['end', 'close']) pipe.once(event, () => void leave());
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => void leave());
  channel.send({ type: 'ready', pid: process.pid });
}

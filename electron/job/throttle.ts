/** Throttles and batches a job's reports, so that they take little of the window's time. */
import type { Pictures } from '../../model/events';

/** The shortest interval between reports. */
const leastMilliseconds = 100;
/** Reports with many pictures need longer intervals, since the window takes time to show them. */
const bytesPerMillisecond = 10_000;

/** Throttles reports of progress, but never the last. */
export function throttled<Rest extends [Pictures?]>(
  report: (done: number, total: number, ...rest: Rest) => void,
) {
  let reportedAt = -Infinity;
  return (done: number, total: number, ...rest: Rest) => {
    const least = Math.max(leastMilliseconds, (rest[0]?.pixels.length ?? 0) / bytesPerMillisecond);
    if (done < total && performance.now() - reportedAt < least) return;
    reportedAt = performance.now();
    report(done, total, ...rest);
  };
}

/** Collects events and sends them in batches. */
export function batched<T>(send: (events: T[]) => void) {
  let waiting: T[] = [];
  let sentAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    sentAt = performance.now();
    if (waiting.length) send(waiting);
    waiting = [];
  };
  const add = (event: T) => {
    waiting.push(event);
    // Training hardly lets timers run, so the clock is read here too.
    if (performance.now() - sentAt >= leastMilliseconds) flush();
    else timer ??= setTimeout(flush, leastMilliseconds);
  };
  return { add, flush };
}

/** How a job limits what it reports, so that the window keeps most of its time. */
import type { Pictures } from '../../model/events';

/** Reports and progress go out at most this often. */
const leastMilliseconds = 100;
/** Many pictures take the window long to show. */
const bytesPerMillisecond = 10_000;

/** Leaves out progress that comes too soon after the last, but never its end. Many pictures come less often. */
export function throttled<Rest extends [Pictures?]>(
  tell: (done: number, total: number, ...rest: Rest) => void,
) {
  let toldAt = -Infinity;
  return (done: number, total: number, ...rest: Rest) => {
    const least = Math.max(leastMilliseconds, (rest[0]?.pixels.length ?? 0) / bytesPerMillisecond);
    if (done < total && performance.now() - toldAt < least) return;
    toldAt = performance.now();
    tell(done, total, ...rest);
  };
}

/** Collects events and sends what came together. */
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
    // Training hardly lets a timer run: the clock is read here as well.
    if (performance.now() - sentAt >= leastMilliseconds) flush();
    else timer ??= setTimeout(flush, leastMilliseconds);
  };
  return { add, flush };
}

import { StudioError } from '../errors';

/** The size of Node's thread pool; more calls at once would only take memory. */
const most = 4;

/**
 * Calls `work` for every item, several at a time, in order.
 * @throws StudioError cancelled, and what `work` throws
 */
export async function eachConcurrently<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  const workOneAfterAnother = async () => {
    while (next < items.length) {
      if (signal?.aborted) throw new StudioError('cancelled', {});
      const index = next++;
      await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: most }, workOneAfterAnother));
}

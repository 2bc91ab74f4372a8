import { StudioError } from '../errors';

/** As many as Node's thread pool works on at once; more would only hold memory. */
const most = 4;

/**
 * Calls `work` for every item, several at a time, begun in their order.
 * @throws StudioError cancelled, and what `work` throws
 */
export async function eachConcurrently<T>(
  items: readonly T[],
  work: (item: T, place: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  const workOneAfterAnother = async () => {
    while (next < items.length) {
      if (signal?.aborted) throw new StudioError('cancelled', {});
      const place = next++;
      await work(items[place] as T, place);
    }
  };
  await Promise.all(Array.from({ length: most }, workOneAfterAnother));
}

import { toErrorData } from '../errors';

/**
 * The result of work that may refuse its input with a code, and with nothing else.
 * @returns undefined where it was refused
 */
export async function orRefused<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code === 'unexpected') throw thrown;
    return undefined;
  }
}

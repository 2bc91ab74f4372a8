/** One program at a time uses a folder of a person's data, whether it shows itself in a window or in a browser. */
import { StudioError, toErrorData } from '../../model/errors';
import { takeRunLock } from '../../model/run/run-lock';

/**
 * Takes the folder for this process until it ends. A lock whose process has ended is taken over.
 * @throws StudioError program-open
 */
export function takeProgramLock(userData: string): void {
  try {
    takeRunLock(userData);
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code !== 'run-locked') return;
    const { pid, host, since } = error.facts;
    throw new StudioError('program-open', { folder: userData, pid, host, since });
  }
}

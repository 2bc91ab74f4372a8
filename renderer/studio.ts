/** The only user of `window.studio`. Answers become values, errors are thrown as StudioError. */
import type {
  Answer,
  CallArguments,
  CallName,
  CallResult,
  Events,
  StudioBridge,
} from '../electron/api/contract';
import type { Dropped } from '../electron/api/datasets';
import { fromErrorData } from '../model/errors';

declare global {
  interface Window {
    studio: StudioBridge;
  }
}

/** Calls the program. @throws StudioError with the code and facts of what went wrong */
export async function call<N extends CallName>(name: N, ...args: CallArguments<N>): Promise<CallResult<N>> {
  return valueOf(await window.studio.call(name, ...args));
}

/** Listens to events of the program. Returns a function that ends it. */
export function listen<N extends keyof Events>(name: N, listener: (payload: Events[N]) => void): () => void {
  return window.studio.on(name, listener);
}

/**
 * What was dropped on the window last; null if it was no file or folder.
 * @throws StudioError file-unreadable
 */
export async function takeDropped(): Promise<Dropped | null> {
  return valueOf(await window.studio.takeDropped());
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw fromErrorData(answer.error);
  return answer.value;
}

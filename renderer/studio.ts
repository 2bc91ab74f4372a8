/** The only user of `window.studio`. Answers become values, errors are thrown as StudioError. */
import type { CallArguments, CallName, Events, CallResult, StudioBridge } from '../electron/api/contract';
import { fromErrorData } from '../model/errors';

declare global {
  interface Window {
    studio: StudioBridge;
  }
}

/** Calls the program. @throws StudioError with the code and facts of what went wrong */
export async function call<N extends CallName>(name: N, ...args: CallArguments<N>): Promise<CallResult<N>> {
  const answer = await window.studio.call(name, ...args);
  if (!answer.ok) throw fromErrorData(answer.error);
  return answer.value;
}

/** Listens to events of the program. Returns a function that ends it. */
export function listen<N extends keyof Events>(name: N, listener: (payload: Events[N]) => void): () => void {
  return window.studio.on(name, listener);
}

/** The path of a file or folder that was dropped on the window. */
export function pathOfDropped(file: File): string {
  // Electron before 32 puts it on the file itself, which its bridge could not carry over.
  const { path } = file as File & { path?: string };
  return path ?? window.studio.pathOfDropped(file);
}

import type { CallArguments, CallName, Events, CallResult, StudioBridge } from '../../electron/api/contract';
import type { Dropped } from '../../electron/api/datasets';
import { toErrorData } from '../../model/errors';

type Answers = {
  [N in CallName]?: (...args: CallArguments<N>) => CallResult<N> | Promise<CallResult<N>>;
};

/** Replaces the preload in component tests: answers calls from `answers` and sends events. */
export function fakeBridge(answers: Answers) {
  const asked: [CallName, ...unknown[]][] = [];
  const listeners = new Map<string, Set<(payload: never) => void>>();

  let dropped: Dropped | null = null;

  const bridge: StudioBridge = {
    async call(name, ...args) {
      asked.push([name, ...args]);
      const answer = answers[name] as ((...args: unknown[]) => unknown) | undefined;
      if (!answer) throw new Error(`no answer to ${name}`);
      try {
        // As over the real boundary, only plain data crosses.
        return { ok: true, value: (await answer(...structuredClone(args))) as CallResult<typeof name> };
      } catch (thrown) {
        return { ok: false, error: toErrorData(thrown) };
      }
    },
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName.add(listener));
      return () => ofName.delete(listener);
    },
    takeDropped: () => Promise.resolve({ ok: true, value: dropped }),
  };
  window.studio = bridge;

  return {
    /** Every call so far, with its arguments. */
    asked,
    /** Answers calls of this name from now on. */
    answer<N extends CallName>(name: N, answer: NonNullable<Answers[N]>): void {
      answers[name] = answer as never;
    },
    /** What the page gets when something is dropped. */
    drop(what: Dropped): void {
      dropped = what;
    },
    emit<N extends keyof Events>(name: N, payload: Events[N]): void {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
  };
}

/** A promise that is settled from outside. */
export function promised<T>() {
  let give: (value: T) => void = () => {};
  let fail: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((resolve, reject) => {
    give = resolve;
    fail = reject;
  });
  return { promise, give, fail };
}

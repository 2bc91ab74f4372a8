/** `window.studio` in a browser, where there is no preload script: the same contract over the connection. */
import type { Answer, StudioBridge } from '../../electron/api/contract';
import type { Dropped } from '../../electron/api/datasets';
import type { ProgramLink } from './program-link';

type Listener = (payload: never) => void;

export class Bridge implements StudioBridge {
  readonly #listeners = new Map<string, Set<Listener>>();
  #dropped: Promise<Answer<Dropped | null>> = Promise.resolve({ ok: true, value: null });

  constructor(private readonly link: ProgramLink) {}

  readonly call: StudioBridge['call'] = (name, ...args) => this.link.ask({ type: 'call', name, args });

  readonly on: StudioBridge['on'] = (name, listener) => {
    const ofName = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, ofName.add(listener));
    return () => void ofName.delete(listener);
  };

  readonly takeDropped: StudioBridge['takeDropped'] = () => this.#dropped;

  /** Passes an event of the program on. */
  emit(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }
}

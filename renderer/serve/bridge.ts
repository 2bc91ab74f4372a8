/** `window.studio` in a browser, where there is no preload script: the same contract over the connection. */
import type { Answer, StudioBridge } from '../../electron/api/contract';
import type { Dropped } from '../../electron/api/datasets';
import { mostDroppedBytes } from '../../model/limits';
import type { ProgramLink } from './program-link';

type Listener = (payload: never) => void;

export class Bridge implements StudioBridge {
  readonly #listeners = new Map<string, Set<Listener>>();
  #dropped: Promise<Answer<Dropped | null>> = Promise.resolve({ ok: true, value: null });

  constructor(private readonly link: ProgramLink) {
    addEventListener('drop', ({ dataTransfer }) => (this.#dropped = this.#take(dataTransfer)), true);
  }

  readonly call: StudioBridge['call'] = (name, ...args) => this.link.ask({ type: 'call', name, args });

  readonly on: StudioBridge['on'] = (name, listener) => {
    const ofName = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, ofName.add(listener));
    return () => void ofName.delete(listener);
  };

  readonly takeDropped: StudioBridge['takeDropped'] = () => this.#dropped;

  /**
   * Takes a dropped file to the machine that runs the program, which gives it up when it ends. A folder of images stays
   * where it is: it may be large, and a run needs it for as long as it is trained.
   */
  async #take(transfer: DataTransfer | null): Promise<Answer<Dropped | null>> {
    const [file] = transfer?.files ?? [];
    if (!file) return { ok: true, value: null };
    const isLarge = file.size > mostDroppedBytes;
    // A browser cannot read a folder as a file.
    const bytes = isLarge ? null : await file.arrayBuffer().catch(() => null);
    if (!bytes) {
      const reason = isLarge
        ? 'It is too large to be taken to the machine that runs the program'
        : 'A folder stays on this computer: copy it to the machine that trains, then use Choose folder…';
      return { ok: false, error: { code: 'file-unreadable', facts: { file: file.name, reason } } };
    }
    return this.link.ask({ type: 'drop', name: file.name, bytes: new Uint8Array(bytes) });
  }

  /** Passes an event of the program on. */
  emit(name: string, payload: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload as never);
  }
}

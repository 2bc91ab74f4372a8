/** What happens when the page's process has crashed: it is loaded again, and a person is asked when that does not help. */

interface Dependencies {
  reload(): void;
  /** Asks whether to load the page again; otherwise the program quits. */
  askToReload(): Promise<boolean>;
  quit(): void;
}

/** A page that crashes more often than this within this time would do so for ever. */
const most = 3;
const withinMilliseconds = 60_000;

export class PageCrashes {
  /** When the latest crashes were. */
  #times: number[] = [];
  #isAsking = false;

  constructor(private readonly dependencies: Dependencies) {}

  /** Takes note of a crash at this time, in milliseconds. */
  async take(now = Date.now()): Promise<void> {
    if (this.#isAsking) return;
    this.#times = [...this.#times, now].filter((time) => now - time < withinMilliseconds);
    const { reload, askToReload, quit } = this.dependencies;
    if (this.#times.length <= most) return reload();
    this.#isAsking = true;
    const mayReload = await askToReload();
    this.#isAsking = false;
    this.#times = [];
    if (mayReload) reload();
    else quit();
  }
}

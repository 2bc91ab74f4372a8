/** Quits the program: asks for confirmation during a training, ends all work, then exits. */
import { app, powerMonitor, type BrowserWindow } from 'electron';
import { askQuestion } from './dialogs';

interface Dependencies {
  window(): BrowserWindow | undefined;
  isTraining(): boolean;
  /** Ends the jobs, since Electron 9 may not exit while a child process runs. */
  finish(): Promise<void>;
}

export class Quit {
  #phase: 'open' | 'asking' | 'finishing' | 'finished' = 'open';

  constructor(
    private readonly dependencies: Dependencies,
    private readonly platform: NodeJS.Platform = process.platform,
  ) {
    app.on('before-quit', (event) => {
      if (this.#phase === 'finished') return;
      if (this.#phase === 'open' && this.#mayLeaveAtOnce()) return this.#leaveAtOnce();
      event.preventDefault();
      if (this.#phase === 'open') void this.#ask();
    });
    // Electron's own handlers, set before it is ready, would show the question.
    void app.whenReady().then(() => this.#handleSystemEvents());
  }

  /** Closing the window quits the program; the window stays visible until the question is answered. */
  guard(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (this.#phase === 'finished') return;
      event.preventDefault();
      setImmediate(() => app.quit());
    });
    // Windows waits for a program that prevents this event.
    window.on('query-session-end', (event) => {
      if (this.dependencies.isTraining()) event.preventDefault();
    });
    for (const event of ['query-session-end', 'session-end'] as const) {
      window.on(event as 'session-end', () => void this.#leave());
    }
  }

  /** Quits without a question at Ctrl-C, when the terminal closes, and when the session or the machine ends. */
  #handleSystemEvents(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => void this.#leave());
    // Linux and macOS wait if the event is prevented, which Electron's types leave out.
    powerMonitor.on('shutdown', (event?: Electron.Event) => {
      if (this.#mayLeaveAtOnce()) return;
      event?.preventDefault();
      void this.#leave();
    });
  }

  /** macOS takes a quit that is prevented for a refusal to log out, so only a training prevents it there. */
  #mayLeaveAtOnce(): boolean {
    return this.platform === 'darwin' && !this.dependencies.isTraining();
  }

  /** The jobs end with the program, whose pipes close. */
  #leaveAtOnce(): void {
    this.#phase = 'finished';
    void this.dependencies.finish().catch(() => {});
  }

  async #ask(): Promise<void> {
    this.#phase = 'asking';
    const mayQuit = !this.dependencies.isTraining() || (await this.#mayQuit());
    // The system may have ended the session meanwhile.
    if (this.#phase !== 'asking') return;
    this.#phase = 'open';
    if (mayQuit) await this.#leave();
  }

  async #leave(): Promise<void> {
    if (this.#phase === 'finishing' || this.#phase === 'finished') return;
    this.#phase = 'finishing';
    await this.dependencies.finish().catch(() => {});
    this.#phase = 'finished';
    app.quit();
  }

  async #mayQuit(): Promise<boolean> {
    const button = await askQuestion(this.dependencies.window(), {
      type: 'question',
      message: 'A training is running.',
      detail: 'It is saved as it is now, and can be continued from the Runs page at the next start.',
      buttons: ['Save and Quit', 'Keep Training'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    return button === 0;
  }
}

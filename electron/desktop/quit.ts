/** The way out: asks a person while a training runs, ends what is under way, then ends the program. */
import { app, powerMonitor, type BrowserWindow } from 'electron';
import { askQuestion } from './dialogs';

interface Needs {
  window(): BrowserWindow | undefined;
  isTraining(): boolean;
  /** Ends the jobs. Electron 9 may not exit while a child process runs. */
  finish(): Promise<void>;
}

export class Quit {
  #phase: 'open' | 'asking' | 'finishing' | 'finished' = 'open';

  constructor(private readonly needs: Needs) {
    app.on('before-quit', (event) => {
      if (this.#phase === 'finished') return;
      event.preventDefault();
      if (this.#phase === 'open') void this.#ask();
    });
    // Electron sets handlers of its own before it is ready; they would ask.
    void app.whenReady().then(() => this.#hearSystem());
  }

  /** Closing the window is leaving the program: it stays in sight until the question is answered. */
  hold(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (this.#phase === 'finished') return;
      event.preventDefault();
      setImmediate(() => app.quit());
    });
    // Windows waits for a program that is not ready to end, when it is asked.
    window.on('query-session-end', (event) => {
      if (this.needs.isTraining()) event.preventDefault();
    });
    for (const event of ['query-session-end', 'session-end'] as const) {
      window.on(event as 'session-end', () => void this.#leave());
    }
  }

  /** Ctrl-C, a terminal that closes, a session or a machine that ends: nobody is asked. */
  #hearSystem(): void {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => void this.#leave());
    // Linux and macOS wait for a program that asks them to, which Electron's types leave out.
    powerMonitor.on('shutdown', (event?: Electron.Event) => {
      event?.preventDefault();
      void this.#leave();
    });
  }

  async #ask(): Promise<void> {
    this.#phase = 'asking';
    const mayQuit = !this.needs.isTraining() || (await this.#mayQuit());
    // The system may not have waited for the answer.
    if (this.#phase !== 'asking') return;
    this.#phase = 'open';
    if (mayQuit) await this.#leave();
  }

  async #leave(): Promise<void> {
    if (this.#phase === 'finishing' || this.#phase === 'finished') return;
    this.#phase = 'finishing';
    await this.needs.finish().catch(() => {});
    this.#phase = 'finished';
    app.quit();
  }

  async #mayQuit(): Promise<boolean> {
    const button = await askQuestion(this.needs.window(), {
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

/** The way out: asks while a training runs, ends what is under way, then ends the program. */
import { app, dialog, type BrowserWindow } from 'electron';

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
      if (this.#phase === 'open') void this.#quit();
    });
  }

  /** Closing the window is leaving the program: it stays in sight until the question is answered. */
  hold(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (this.#phase === 'finished') return;
      event.preventDefault();
      setImmediate(() => app.quit());
    });
  }

  async #quit(): Promise<void> {
    this.#phase = 'asking';
    if (this.needs.isTraining() && !(await this.#mayQuit())) {
      this.#phase = 'open';
      return;
    }
    this.#phase = 'finishing';
    await this.needs.finish().catch(() => {});
    this.#phase = 'finished';
    app.quit();
  }

  async #mayQuit(): Promise<boolean> {
    const question = {
      type: 'question' as const,
      message: 'A training is running.',
      detail: 'It is saved as it is now, and can be continued from the Runs page at the next start.',
      buttons: ['Save and Quit', 'Keep Training'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    };
    const window = this.needs.window();
    const { response } = await (window
      ? dialog.showMessageBox(window, question)
      : dialog.showMessageBox(question));
    return response === 0;
  }
}

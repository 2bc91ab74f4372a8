import type { About, MenuChoice } from '../../electron/api/program';
import type { MenuActionName } from '../../electron/desktop/menu-actions';
import { takesText } from '../shortcut-keys';
import { call, listen } from '../studio';
import type { PageState } from '../page-state';
import type { Guide } from './guide.svelte';
import { plannedRun } from '../planned-run';
import { LatestRequest } from '../latest-request.svelte';

/** What the menu of the program does in the page, and the dialogs that belong to no page. */
export class Commands {
  dialog = $state<'shortcuts' | 'log' | 'about' | null>(null);
  about = $state.raw<About | null>(null);
  readonly acting = new LatestRequest();
  readonly #asking = new LatestRequest();
  #app: PageState & { guide: Guide };

  constructor(app: PageState & { guide: Guide }) {
    this.#app = app;
    listen('menuAction', (choice) => void this.choose(choice));
    listen('runFileOpened', () => {
      app.router.go('runs');
      void app.runs.importOpened();
    });
  }

  /** Reads the facts about the program. */
  async read(): Promise<void> {
    await this.#asking.ask(
      () => call('about'),
      (about) => (this.about = about),
    );
  }

  async choose(choice: MenuChoice): Promise<void> {
    const { action } = choice;
    if ((action === 'undo' || action === 'redo') && takesText(document.activeElement)) {
      document.execCommand(action);
      return;
    }
    // An open dialog handles its own keys.
    if (document.querySelector('dialog[open]')) return;
    if (choice.action !== 'open-recent') await this.#actions[choice.action]();
    else {
      this.#app.router.go('data');
      await this.#app.dataset.open(choice.folder);
    }
  }

  readonly #actions: Record<MenuActionName, () => unknown> = {
    'choose-folder': () => {
      this.#app.router.go('data');
      return this.#app.dataset.choose();
    },
    'use-examples': () => {
      this.#app.router.go('data');
      return this.#app.dataset.useExamples();
    },
    import: () => this.#import(),
    export: () => this.#export(),
    settings: () => this.#app.router.go('settings'),
    undo: () => this.#strokes?.undo(1),
    redo: () => this.#strokes?.redo(),
    start: () => this.#start(),
    'pause-or-continue': () => {
      const { training } = this.#app;
      return training.state.phase === 'running' ? training.pause() : training.continue();
    },
    'sample-now': () => this.acting.ask(() => call('sampleNow')),
    stop: () => this.#app.training.stop(),
    'go-data': () => this.#app.router.go('data'),
    'go-train': () => this.#app.router.go('train'),
    'go-inspect': () => this.#app.router.go('inspect'),
    'go-gallery': () => this.#app.router.go('gallery'),
    'go-runs': () => this.#app.router.go('runs'),
    'theme-system': () => this.#app.preferences.change({ theme: 'system' }),
    'theme-light': () => this.#app.preferences.change({ theme: 'light' }),
    'theme-dark': () => this.#app.preferences.change({ theme: 'dark' }),
    guide: () => this.#app.guide.begin(),
    shortcuts: () => void (this.dialog = 'shortcuts'),
    log: () => void (this.dialog = 'log'),
    about: () => void (this.dialog = 'about'),
  };

  /** The picture on show that strokes are made on. */
  get #strokes() {
    const { gallery, inspection, router } = this.#app;
    if (router.route === 'inspect' && inspection.view === 'pixel') return inspection;
    const { completion } = gallery.form;
    return router.route === 'gallery' && completion.on ? completion : null;
  }

  /** Starts a training with the form. The Train page says what is missing. */
  async #start(): Promise<void> {
    const { dataset, router, runForm, training } = this.#app;
    router.go('train');
    const plan = plannedRun(this.#app);
    if (training.active || plan.missing !== null) return;
    await training.start(plan.folder, plan.settings, runForm.preset, dataset.excluded);
  }

  /** Inspects a file of the disk with the chosen run. */
  async lookInside(file: string): Promise<void> {
    const { inspection, router, runs } = this.#app;
    router.go('inspect');
    await inspection.openRun(runs.current?.id ?? null);
    await inspection.look({ kind: 'file', file });
  }

  /** Chooses the run that drew the exported picture, if it is in the library, and takes over its settings. */
  async recallExport(): Promise<void> {
    const { gallery, runs } = this.#app;
    const drawer = runs.find(gallery.exportCheck.made?.run ?? null) ?? null;
    if (drawer) runs.chosen = drawer.id;
    await gallery.recallExport(drawer);
  }

  async #import(): Promise<void> {
    const { router, runs } = this.#app;
    router.go('runs');
    const run = await this.acting.ask(() => call('importRun'));
    if (run) runs.chosen = run;
  }

  /** Exports the gallery on show, or else the run that the pages show. */
  async #export(): Promise<void> {
    const { gallery, router, runs } = this.#app;
    if (router.route === 'gallery' && gallery.opened) return gallery.export();
    const run = runs.current;
    if (run) await this.acting.ask(() => call('exportRun', run.id));
    else router.go('runs');
  }
}

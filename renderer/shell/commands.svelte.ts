import type { About, MenuChoice } from '../../electron/api/program';
import { menuActionNames, type MenuActionName } from '../../electron/desktop/menu-actions';
import { untrack } from 'svelte';
import { takesText } from '../shortcut-keys';
import { call, listen } from '../studio';
import { actionsOf, type Shell } from './actions';
import { LatestRequest } from '../latest-request.svelte';

/** What the menu of the program does in the page, and the dialogs that belong to no page. */
export class Commands {
  dialog = $state<Shell['commands']['dialog']>(null);
  about = $state.raw<About | null>(null);
  readonly #asking = new LatestRequest();
  readonly #offering = new LatestRequest();
  readonly #app: Omit<Shell, 'commands'>;
  #offered = '';
  readonly #actions: ReturnType<typeof actionsOf>;

  constructor(app: Omit<Shell, 'commands'>) {
    this.#app = app;
    this.#actions = actionsOf({ ...app, commands: this });
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

  /** The actions that would do something now. */
  get possible(): MenuActionName[] {
    return menuActionNames.filter((name) => this.#isPossible(name));
  }

  /** Tells the menu which actions would do something now. An effect repeats it when that changes. */
  offer(): void {
    const names = this.possible;
    const offered = names.join(' ');
    if (offered === this.#offered) return;
    this.#offered = offered;
    untrack(() => void this.#offering.ask(() => call('offerActions', names)));
  }

  #isPossible(name: MenuActionName): boolean {
    return this.#actions[name].isPossible?.() ?? true;
  }

  async choose(choice: MenuChoice): Promise<void> {
    const { action } = choice;
    if ((action === 'undo' || action === 'redo') && takesText(document.activeElement)) {
      document.execCommand(action);
      return;
    }
    // An open dialog handles its own keys.
    if (document.querySelector('dialog[open]')) return;
    if (choice.action !== 'open-recent') {
      if (this.#isPossible(choice.action)) await this.#actions[choice.action].act();
    } else {
      this.#app.router.go('data');
      await this.#app.dataset.open(choice.folder);
    }
  }

  /** Inspects a file of the disk with the chosen run. */
  async lookInside(file: string): Promise<void> {
    const { inspection, router, runs } = this.#app;
    router.go('inspect');
    await inspection.openRun(runs.current?.id ?? null);
    await inspection.look({ kind: 'file', file });
  }

  /** Reads an exported picture that a person chooses. */
  async chooseExport(): Promise<void> {
    await this.#app.gallery.exportCheck.choose();
    await this.recallExport();
  }

  /** Chooses the run that drew the exported picture, if it is in the library, and takes over its settings. */
  async recallExport(): Promise<void> {
    const { gallery, runs } = this.#app;
    const drawer = runs.find(gallery.exportCheck.made?.run ?? null) ?? null;
    if (drawer) runs.chosen = drawer.id;
    await gallery.recallExport(drawer);
  }
}

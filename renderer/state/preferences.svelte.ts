import type { Preferences as Kept } from '../../electron/api';
import { call } from '../studio';
import { Question } from './question.svelte';

export type Theme = Kept['theme'];

/** What a person prefers, kept by the program; puts the theme on the document. */
export class Preferences {
  theme = $state<Theme>('system');
  recentFolders = $state.raw<string[]>([]);
  readonly keeping = new Question();
  #systemDark = $state(false);
  /** Whether the page is dark now. */
  dark = $derived(this.theme === 'system' ? this.#systemDark : this.theme === 'dark');

  constructor() {
    const system = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = system.matches;
    system.addEventListener('change', (event) => (this.#systemDark = event.matches));
  }

  async read(): Promise<void> {
    await this.keeping.ask(
      () => call('readPreferences'),
      (kept) => {
        this.theme = kept.theme;
        this.recentFolders = kept.recentFolders;
      },
    );
  }

  async chooseTheme(theme: Theme): Promise<void> {
    this.theme = theme;
    await this.keeping.ask(() => call('writePreferences', { theme }));
  }
}

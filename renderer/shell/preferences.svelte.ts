import { defaultPreferences, type Preferences as Kept } from '../../electron/api/program';
import { call, listen } from '../studio';
import { LatestRequest } from '../latest-request.svelte';

export type Theme = Kept['theme'];

/** Preferences before the program has answered. The guide and the notice stay away until then. */
export const unreadPreferences: Kept = { ...defaultPreferences, guideLeft: true, electronNoticeClosed: true };

/** The preferences of the person, which the program keeps, and whether the page is dark. */
export class Preferences {
  kept = $state.raw<Kept>(unreadPreferences);
  /** The problem that a person has dismissed, as JSON; another one is shown again. */
  #dismissed = $state('');
  problem = $derived(JSON.stringify(this.kept.problem) === this.#dismissed ? null : this.kept.problem);
  theme = $derived(this.kept.theme);
  recentFolders = $derived(this.kept.recentFolders);
  readonly keeping = new LatestRequest();
  #systemDark = $state(false);
  /** Whether the page is dark now. */
  dark = $derived(this.theme === 'system' ? this.#systemDark : this.theme === 'dark');

  constructor() {
    const system = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = system.matches;
    system.addEventListener('change', (event) => (this.#systemDark = event.matches));
    listen('preferencesChanged', () => void this.read());
  }

  async read(): Promise<void> {
    await this.keeping.ask(
      () => call('readPreferences'),
      (kept) => (this.kept = kept),
    );
  }

  /** Shows a change at once and saves it. */
  async change(changes: Partial<Omit<Kept, 'recentFolders' | 'problem'>>): Promise<void> {
    this.kept = { ...this.kept, ...changes };
    await this.keeping.ask(() => call('writePreferences', changes));
  }

  dismissProblem(): void {
    this.#dismissed = JSON.stringify(this.kept.problem);
  }

  async forgetRecentFolders(): Promise<void> {
    this.kept = { ...this.kept, recentFolders: [] };
    await this.keeping.ask(() => call('forgetRecentFolders'));
  }
}

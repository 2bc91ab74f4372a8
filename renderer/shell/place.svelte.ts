/** The pages of the work, in its order; settings stand aside. */
export const pages = ['data', 'train', 'inspect', 'gallery', 'runs'] as const;
export type PageName = (typeof pages)[number] | 'settings';

/** Which page is shown; it stands in the address, so links and the way back work as everywhere. */
export class Place {
  page = $state<PageName>('data');

  constructor() {
    this.#read();
    window.addEventListener('hashchange', () => this.#read());
  }

  go(page: PageName): void {
    location.hash = page;
    this.page = page;
  }

  #read(): void {
    const named = location.hash.slice(1);
    this.page = [...pages, 'settings' as const].find((page) => page === named) ?? 'data';
  }
}

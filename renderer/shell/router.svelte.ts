/** The routes of the pages in the order of the work. The settings are apart from it. */
export const pageRoutes = ['data', 'train', 'inspect', 'gallery', 'runs'] as const;
export type Route = (typeof pageRoutes)[number] | 'settings';

/** The page on show. The address names it, so links and the back button work as everywhere. */
export class Router {
  route = $state<Route>('data');

  constructor() {
    this.#read();
    window.addEventListener('hashchange', () => this.#read());
  }

  go(route: Route): void {
    location.hash = route;
    this.route = route;
  }

  #read(): void {
    const named = location.hash.slice(1);
    this.route = [...pageRoutes, 'settings' as const].find((route) => route === named) ?? 'data';
  }
}

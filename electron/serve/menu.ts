/** The menu of the stand-in, which the page shows under a button. */
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuEntry, Menus } from './messages';
import { page } from './page-link';

type Template = MenuItemConstructorOptions[];

/** What Electron's own entries do that a browser does not do itself. */
const roles: Partial<Record<NonNullable<MenuItemConstructorOptions['role']>, string>> = { quit: 'Quit' };

class Item {
  constructor(private readonly options: MenuItemConstructorOptions) {}

  get enabled(): boolean {
    return this.options.enabled ?? true;
  }

  get label(): string {
    return this.options.label ?? '';
  }

  get type(): string {
    return this.options.type ?? 'normal';
  }

  get submenu(): Menu | undefined {
    return Array.isArray(this.options.submenu) ? new Menu(this.options.submenu) : undefined;
  }

  click(): void {
    (this.options.click as (() => void) | undefined)?.();
  }
}

export class Menu {
  static #application: Menu | null = null;

  static buildFromTemplate(template: Template): Menu {
    return new Menu(template);
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
    Menu.show();
  }

  /** Sends the menu to the page. */
  static show(): void {
    if (Menu.#application) page.send({ type: 'menus', menus: Menu.#application.shown() });
  }

  constructor(private readonly template: Template) {}

  get items(): Item[] {
    return this.template.map((options) => new Item(options));
  }

  getMenuItemById(id: string): Item | null {
    const all = (items: Template): Template =>
      items.flatMap((item) => [item, ...all(Array.isArray(item.submenu) ? item.submenu : [])]);
    const found = all(this.template).find((item) => item.id === id);
    return found ? new Item(found) : null;
  }

  /** The folders that the menu offers as recent ones. */
  static recentFolders(): string[] {
    const items = Menu.#application?.getMenuItemById('open-recent')?.submenu?.items ?? [];
    // What follows the separator is no folder.
    const folders = items.slice(
      0,
      Math.max(
        0,
        items.findIndex(({ type }) => type === 'separator'),
      ),
    );
    return folders.map(({ label }) => label.replace(/&&/g, '&'));
  }

  /** The entry at a place; undefined for one that cannot be chosen. */
  at(place: readonly number[]): MenuItemConstructorOptions | undefined {
    let items: Template = this.template;
    let item: MenuItemConstructorOptions | undefined;
    for (const index of place) {
      item = items[index];
      items = Array.isArray(item?.submenu) ? item.submenu : [];
    }
    return item?.enabled === false ? undefined : item;
  }

  shown(): Menus {
    return this.template.flatMap(({ label = '', submenu }, at) => {
      if (!Array.isArray(submenu)) return [];
      return { label: label.replace('&', ''), entries: entriesOf(submenu, [at]) };
    });
  }
}

function entriesOf(items: Template, above: number[]): MenuEntry[] {
  const entries = items.flatMap((item, at): MenuEntry[] => {
    const {
      label = item.role && roles[item.role],
      type,
      accelerator,
      enabled = true,
      checked = false,
    } = item;
    if (type === 'separator') return [{ ...separator, place: [] }];
    if (label === undefined || item.visible === false) return [];
    const place = [...above, at];
    const inner = enabled && Array.isArray(item.submenu) ? entriesOf(item.submenu, place) : [];
    const keys = item.role ? '' : (accelerator ?? '');
    return [
      {
        ...separator,
        label: label.replace(/&(&?)/g, '$1'),
        keys,
        isEnabled: enabled,
        isChecked: type ? checked : null,
        place,
        inner,
      },
    ];
  });
  // Where a role was left out, separators may be first, last, or follow each other.
  return entries.filter(
    ({ label }, at) => label || (entries[at - 1]?.label && entries.slice(at).some((later) => later.label)),
  );
}

const separator = { label: '', keys: '', isEnabled: false, isChecked: null, inner: [] };

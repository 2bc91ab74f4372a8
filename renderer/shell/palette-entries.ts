/** What the command palette offers, and what of it a person looks for. */
import type { MenuChoice } from '../../electron/api/program';
import { menuActions, type MenuActionName } from '../../electron/desktop/menu-actions';

export interface PaletteEntry {
  id: string;
  label: string;
  /** Where it is otherwise: a menu, or what kind of thing it opens. */
  place: string;
  /** Empty where there are none. */
  keys: string;
  does: MenuChoice | { run: string };
}

/** Actions that belong to the focus or to the page that is left for the palette. */
const elsewhere: readonly MenuActionName[] = ['palette', 'undo', 'redo', 'cancel'];

export function paletteEntries(
  possible: readonly MenuActionName[],
  folders: readonly string[],
  runs: readonly { id: string; name: string }[],
): PaletteEntry[] {
  return [
    ...possible
      .filter((name) => !elsewhere.includes(name))
      .map((name) => {
        const { label, menu: place, keys } = menuActions[name];
        return { id: name, label, place, keys, does: { action: name } };
      }),
    ...folders.map((folder) => ({
      ...{ id: `folder ${folder}`, label: folder, place: 'Recent folder', keys: '' },
      does: { action: 'open-recent' as const, folder },
    })),
    ...runs.map(({ id, name }) => ({
      ...{ id: `run ${id}`, label: name, place: 'Run', keys: '', does: { run: id } },
    })),
  ];
}

/** The entries that hold every word; those whose label begins with the first one come first. */
export function searchEntries(entries: readonly PaletteEntry[], wanted: string): readonly PaletteEntry[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter(({ label, place }) => {
    const text = `${label} ${place}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const isFirst = ({ label }: PaletteEntry) => label.toLowerCase().startsWith(words[0] ?? '');
  return [...found.filter(isFirst), ...found.filter((entry) => !isFirst(entry))];
}

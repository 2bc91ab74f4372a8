/**
 * Every key that the page itself handles. Handlers ask `entryFor` what a key means, and the shortcut sheet shows this
 * table, so a key that is not in it does nothing. The keys of the menu are in menu-actions.ts.
 */
import { menuActions } from '../electron/desktop/menu-actions';

/** Actions with the same label share a line of the sheet. Keys are named as in `KeyboardEvent.key`, or by their words. */
interface Shortcut {
  label: string;
  keys: readonly string[];
}

const move = 'Move in a picture, a list or a chart';
const moveFurther = 'Move further';
const ends = 'Go to the first or the last';
const pan = 'Move along a zoomed chart';
const drawing = 'One pixel back or forward in a drawing';

const shortcuts = {
  sheet: { label: 'This sheet', keys: ['?'] },
  next: { label: 'Next or previous control', keys: ['Tab', 'Shift+Tab'] },
  choose: { label: 'Choose what the focus is on', keys: ['Enter', 'Space'] },
  close: { label: 'Close a dialog, cancel an edit or the work on show', keys: ['Escape'] },
  left: { label: move, keys: ['ArrowLeft'] },
  up: { label: move, keys: ['ArrowUp'] },
  down: { label: move, keys: ['ArrowDown'] },
  right: { label: move, keys: ['ArrowRight'] },
  'page-up': { label: moveFurther, keys: ['PageUp'] },
  'page-down': { label: moveFurther, keys: ['PageDown'] },
  first: { label: ends, keys: ['Home'] },
  last: { label: ends, keys: ['End'] },
  'zoom-in': { label: 'Zoom a picture or a chart in', keys: ['Plus'] },
  'zoom-out': { label: 'Zoom a picture or a chart out', keys: ['-'] },
  'zoom-all': { label: 'Show a whole picture or chart', keys: ['0'] },
  'pan-left': { label: pan, keys: ['Shift+ArrowLeft'] },
  'pan-right': { label: pan, keys: ['Shift+ArrowRight'] },
  paint: { label: 'Paint or mark a pixel', keys: ['Space', 'Enter'] },
  'step-back': { label: drawing, keys: [','] },
  'step-on': { label: drawing, keys: ['.'] },
  play: { label: 'Play or pause a drawing', keys: ['P'] },
  star: { label: 'Star the chosen picture', keys: ['S'] },
} as const satisfies Record<string, Shortcut>;

/** Keys of the menu that the page handles too. */
const menuKeys = ['palette', 'undo', 'redo'] as const;
type MenuKeys = (typeof menuKeys)[number];

export type PageAction = keyof typeof shortcuts | MenuKeys;

/** The lines of the shortcut sheet, each with all its combinations of keys. */
export function pageLines(): Shortcut[] {
  const labels = [...new Set(Object.values(shortcuts).map(({ label }) => label))];
  return labels.map((label) => ({
    label,
    keys: Object.values(shortcuts).flatMap((shortcut) => (shortcut.label === label ? shortcut.keys : [])),
  }));
}

/** The entry for what was pressed, if there is one for it; none while a person types. */
export function entryFor<T>(
  event: KeyboardEvent,
  entries: Readonly<Partial<Record<PageAction, T>>>,
): T | undefined {
  const typesCommand = event.ctrlKey || event.metaKey;
  const isTyped = takesText(event.target) || (!typesCommand && event.target instanceof HTMLSelectElement);
  return isTyped ? undefined : fieldEntryFor(event, entries);
}

/** The same for a field whose keys go beyond text, such as one that steers a list. */
export function fieldEntryFor<T>(
  event: KeyboardEvent,
  entries: Readonly<Partial<Record<PageAction, T>>>,
): T | undefined {
  if (event.altKey) return undefined;
  const action = (Object.keys(entries) as PageAction[]).find((name) =>
    keysOf(name).some((keys) => isPressed(keys, event)),
  );
  return action && entries[action];
}

/** Whether an element takes text, so that keys are letters there and undo takes letters back. */
export function takesText(element: EventTarget | null): boolean {
  return (
    element instanceof HTMLElement &&
    (element.isContentEditable ||
      element.matches(
        'textarea, input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=color])',
      ))
  );
}

function keysOf(action: PageAction): readonly string[] {
  const ofMenu = menuKeys.find((name) => name === action);
  return ofMenu ? [menuActions[ofMenu].keys] : shortcuts[action as keyof typeof shortcuts].keys;
}

/** Whether an event is a combination of keys, such as `CmdOrCtrl+Shift+E`. */
export function isPressed(combination: string, { key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  const parts = combination.split('+');
  const isCommand = parts.includes('CmdOrCtrl');
  if ((ctrlKey || metaKey) !== isCommand || parts[parts.length - 1] !== nameOf(key)) return false;
  // Which characters take the shift key depends on the keyboard.
  const isCharacter = !isCommand && (key.length === 1 || nameOf(key) === 'Plus');
  return isCharacter || shiftKey === parts.includes('Shift');
}

function nameOf(key: string): string {
  if (key === ' ') return 'Space';
  // The same key without shift.
  if (key === '+' || key === '=') return 'Plus';
  return key.length === 1 ? key.toUpperCase() : key;
}

/** What is written on a key, where it is not the key's name: on most machines, and on a Mac. */
const words: Record<string, [string, string]> = {
  CmdOrCtrl: ['Ctrl', '⌘'],
  Shift: ['Shift', '⇧'],
  Plus: ['+', '+'],
  '-': ['−', '−'],
  ArrowLeft: ['←', '←'],
  ArrowUp: ['↑', '↑'],
  ArrowDown: ['↓', '↓'],
  ArrowRight: ['→', '→'],
  PageUp: ['Page ↑', 'Page ↑'],
  PageDown: ['Page ↓', 'Page ↓'],
  Escape: ['Esc', 'Esc'],
};

/** @param keys such as `CmdOrCtrl+Shift+E` */
export function shownKeys(keys: string, isMac: boolean): string[] {
  return keys.split('+').map((key) => words[key]?.[isMac ? 1 : 0] ?? key);
}

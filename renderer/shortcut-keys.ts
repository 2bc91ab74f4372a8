/** How a combination of keys is shown: Electron's name of it as the words on the keys. */
const words: Record<string, [string, string]> = {
  CmdOrCtrl: ['Ctrl', '⌘'],
  Shift: ['Shift', '⇧'],
  Plus: ['+', '+'],
  '-': ['−', '−'],
};

/** @param keys as in menu-actions.ts, such as `CmdOrCtrl+Shift+E` */
export function shownKeys(keys: string, isMac: boolean): string[] {
  return keys.split('+').map((key) => words[key]?.[isMac ? 1 : 0] ?? key);
}

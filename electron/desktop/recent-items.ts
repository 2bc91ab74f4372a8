/** The recent folders where the system keeps such lists: the dock of macOS and the jump list of Windows. */
import path from 'path';
import { app, Menu, type JumpListCategory } from 'electron';

const argument = '--open-recent=';
/** Windows leaves out entries with longer descriptions. */
const longestDescription = 260;

/** Shows these folders in the system's list; none clears it. Linux has no list of the kind. */
export function showRecentItems(folders: readonly string[], open: (folder: string) => void): void {
  if (process.platform === 'darwin') {
    const entries = folders.map((folder) => ({ label: path.basename(folder), click: () => open(folder) }));
    app.dock?.setMenu(Menu.buildFromTemplate(entries));
  }
  if (process.platform === 'win32' && process.versions.electron) {
    const program = app.isPackaged ? [] : [app.getAppPath()];
    app.setJumpList(jumpList(folders, process.execPath, program));
  }
}

/**
 * The jump list: a second start of the program for each folder.
 * @param program the arguments with which Electron starts the program
 */
export function jumpList(
  folders: readonly string[],
  execPath: string,
  program: readonly string[],
): JumpListCategory[] {
  if (!folders.length) return [];
  const items = folders.map((folder) => ({
    type: 'task' as const,
    title: path.win32.basename(folder) || folder,
    description: folder.slice(0, longestDescription - 1),
    program: execPath,
    args: [...program, `${argument}${folder}`].map(quoted).join(' '),
    iconPath: execPath,
    iconIndex: 0,
  }));
  return [{ type: 'custom', name: 'Recent Folders', items }];
}

/** The folder that an entry of the jump list names; null if there is none, or if it is not among the recent ones. */
export function recentItemIn(args: readonly string[], recent: readonly string[]): string | null {
  const given = args.find((arg) => arg.startsWith(argument))?.slice(argument.length);
  return given !== undefined && recent.includes(given) ? given : null;
}

/** An argument as programs on Windows read it: a backslash before the closing quote would hide it. */
function quoted(arg: string): string {
  return `"${arg.replace(/\\+$/, '$&$&')}"`;
}

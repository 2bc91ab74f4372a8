/** The system's dialogs. They belong to the program's window where there is one. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import {
  dialog,
  type BrowserWindow,
  type FileFilter,
  type MessageBoxOptions,
  type OpenDialogOptions,
} from 'electron';
import type { DialogKind, PreferencesFile } from './preferences';

/** Options of a dialog, with one that Electron ignores. */
export interface FolderOptions extends OpenDialogOptions {
  /** Whether files are written into the folder for the person to keep. A browser downloads them instead. */
  isExport?: boolean;
}

type Window = BrowserWindow | undefined;

/** The number of the button that a person presses. */
export async function askQuestion(window: Window, options: MessageBoxOptions): Promise<number> {
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return response;
}

/**
 * Dialogs for files and folders. Each kind opens where a person left it, also after a restart. All return null when the
 * person cancels.
 */
export class FileDialogs {
  constructor(
    private readonly window: () => Window,
    private readonly places: Pick<PreferencesFile, 'lastFolder' | 'keepLastFolder'>,
  ) {}

  /** A file to read. */
  async fileToRead(kind: DialogKind, title: string, filter: FileFilter): Promise<string | null> {
    const file = await this.#open(kind, { title, filters: [filter], properties: ['openFile'] });
    if (file !== null) this.#keep(kind, path.dirname(file));
    return file;
  }

  /** Where to write a file, with its ending. */
  async fileToWrite(
    kind: DialogKind,
    title: string,
    name: string,
    filter: FileFilter,
  ): Promise<string | null> {
    const window = this.window();
    const [ending = ''] = filter.extensions;
    const options = {
      title,
      defaultPath: path.join(this.#folderFor(kind), `${name}.${ending}`),
      filters: [filter],
    };
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options));
    if (canceled || !filePath) return null;
    this.#keep(kind, path.dirname(filePath));
    return filePath.toLowerCase().endsWith(`.${ending}`) ? filePath : `${filePath}.${ending}`;
  }

  /** A folder to read. The next dialog shows it among its neighbours. */
  async folderToRead(kind: DialogKind, title: string): Promise<string | null> {
    const folder = await this.#open(kind, { title, properties: ['openDirectory'] });
    if (folder !== null) this.#keep(kind, path.dirname(folder));
    return folder;
  }

  /** A folder to write into, which may be a new one. */
  async folderToWrite(kind: DialogKind, title: string, buttonLabel: string): Promise<string | null> {
    const folder = await this.#open(kind, {
      ...{ title, buttonLabel, isExport: kind === 'exports' },
      properties: ['openDirectory', 'createDirectory'],
    });
    if (folder !== null) this.#keep(kind, folder);
    return folder;
  }

  async #open(kind: DialogKind, options: FolderOptions): Promise<string | null> {
    const window = this.window();
    const placed = { ...options, defaultPath: this.#folderFor(kind) };
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, placed)
      : dialog.showOpenDialog(placed));
    return canceled ? null : (filePaths[0] ?? null);
  }

  /** The last folder of this kind; the nearest one above it if it is gone, and the person's own at first. */
  #folderFor(kind: DialogKind): string {
    let folder = this.places.lastFolder(kind) ?? os.homedir();
    while (!fs.existsSync(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
    return folder === path.parse(folder).root ? os.homedir() : folder;
  }

  #keep(kind: DialogKind, folder: string): void {
    try {
      this.places.keepLastFolder(kind, folder);
    } catch {
      // The chosen file matters more than where the next dialog opens.
    }
  }
}

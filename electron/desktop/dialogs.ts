/** The system's dialogs. They belong to the program's window where there is one. */
import os from 'os';
import path from 'path';
import {
  dialog,
  type BrowserWindow,
  type FileFilter,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';

type Window = BrowserWindow | undefined;

/** The file or folder that a person chooses; null when they cancel. */
export async function askToOpen(window: Window, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}

/** Where a person wants a file to be written; null when they cancel. */
export async function askToSave(window: Window, options: SaveDialogOptions): Promise<string | null> {
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled ? null : filePath || null;
}

/** The number of the button that a person presses. */
export async function askQuestion(window: Window, options: MessageBoxOptions): Promise<number> {
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return response;
}

/** Dialogs for exports and imports, which open where the last one was left. */
export class FileDialogs {
  #folder = os.homedir();

  constructor(private readonly window: () => Window) {}

  /** Where to write a file of this kind, with its ending; null when the person cancels. */
  async save(title: string, name: string, kind: FileFilter): Promise<string | null> {
    const [ending = ''] = kind.extensions;
    const defaultPath = path.join(this.#folder, `${name}.${ending}`);
    const file = await askToSave(this.window(), { title, defaultPath, filters: [kind] });
    if (file === null) return null;
    this.#folder = path.dirname(file);
    return file.toLowerCase().endsWith(`.${ending}`) ? file : `${file}.${ending}`;
  }

  /** A file of this kind to read; null when the person cancels. */
  async open(title: string, kind: FileFilter): Promise<string | null> {
    const options = { title, defaultPath: this.#folder, filters: [kind], properties: ['openFile' as const] };
    const file = await askToOpen(this.window(), options);
    if (file !== null) this.#folder = path.dirname(file);
    return file;
  }

  /** A folder to write files into; null when the person cancels. */
  async folder(title: string, buttonLabel: string): Promise<string | null> {
    const folder = await askToOpen(this.window(), {
      ...{ title, buttonLabel, defaultPath: this.#folder },
      properties: ['openDirectory', 'createDirectory'],
    });
    if (folder !== null) this.#folder = folder;
    return folder;
  }
}

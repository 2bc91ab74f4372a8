/** Dialogs of the stand-in, which the page shows. */
import path from 'path';
import type { Dialog, FileFilter, MessageBoxOptions, SaveDialogOptions } from 'electron';
import type { FolderOptions } from '../desktop/dialogs';
import { page } from './page-link';
import { placeToDownload } from './served-page';

/** The arguments of a dialog: its window, which is always the page, and its options. */
type Given<Options> = [unknown, Options] | [Options];

const optionsOf = <Options>(given: Given<Options>) => given[given.length - 1] as Options;

export const dialog: Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'> = {
  async showOpenDialog(...given: Given<FolderOptions>) {
    const {
      title = 'Choose',
      buttonLabel,
      filters = [],
      properties = [],
      defaultPath,
      isExport,
    } = optionsOf(given);
    // Files for the person to keep go to their computer, as one.
    if (isExport) return downloadedFolder(title);
    const wants = properties.includes('openDirectory') ? 'folder' : 'file';
    const chosen = await page.ask<'open'>({
      kind: 'open',
      ...{ title, action: buttonLabel ?? 'Choose', wants, endings: endingsOf(filters) },
      makesFolders: properties.includes('createDirectory'),
      folder: defaultPath ?? null,
    });
    // A path that is not whole would begin at the folder in which the program was started.
    const isWhole = chosen !== null && path.isAbsolute(chosen);
    return { canceled: !isWhole, filePaths: isWhole ? [path.resolve(chosen)] : [] };
  },

  async showSaveDialog(...given: Given<SaveDialogOptions>) {
    const { title = 'Save', defaultPath = 'file' } = optionsOf(given);
    const name = await page.ask<'save'>({ kind: 'save', title, name: path.basename(defaultPath) });
    const filePath = name ? placeToDownload(name) : null;
    return { canceled: filePath === null, filePath: filePath ?? '' };
  },

  async showMessageBox(...given: Given<MessageBoxOptions>) {
    const { message, detail = '', buttons = ['OK'], defaultId = 0, cancelId = 0 } = optionsOf(given);
    const response = await page.ask<'message'>({
      kind: 'message',
      ...{ message, detail, buttons, main: defaultId, cancel: cancelId },
    });
    return { response: response ?? cancelId, checkboxChecked: false };
  },

  showErrorBox(title, content) {
    console.error(`${title}\n${content}`);
  },
};

async function downloadedFolder(title: string) {
  const name = await page.ask<'save'>({ kind: 'save', title, name: 'gallery.zip' });
  const folder = name ? placeToDownload(name) : null;
  return { canceled: folder === null, filePaths: folder === null ? [] : [folder] };
}

function endingsOf(filters: readonly FileFilter[]): string[] {
  return filters.flatMap(({ extensions }) => extensions).filter((ending) => ending !== '*');
}

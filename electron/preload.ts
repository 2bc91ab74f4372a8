/** Gives the page access to the contract, and to nothing else of the program. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { calls, events, type Answer, type StudioBridge } from './api/contract';
import type { Dropped } from './api/datasets';

/** What was dropped on the window last. */
let dropped: Promise<Answer<Dropped | null>> = Promise.resolve({ ok: true, value: null });

// The page cannot change what this world reads of a dropped file, and hears of the drop later.
window.addEventListener(
  'drop',
  ({ dataTransfer }) => {
    const path = pathOf(dataTransfer?.files[0]);
    dropped = path
      ? ipcRenderer.invoke('call', 'grantDropped', [path])
      : Promise.resolve({ ok: true, value: null });
  },
  true,
);

/** The place of a file on the disk; empty for one that a page made. Electron before 32 puts it on the file itself. */
function pathOf(file: (File & { path?: string }) | undefined): string {
  if (!file) return '';
  return typeof file.path === 'string' ? file.path : webUtils.getPathForFile(file);
}

const bridge: StudioBridge = {
  call: (name, ...args) => {
    if (!Object.prototype.hasOwnProperty.call(calls, name)) throw new Error(`There is no call ${name}`);
    return ipcRenderer.invoke('call', name, args);
  },
  on: (name, listener) => {
    if (!Object.prototype.hasOwnProperty.call(events, name)) throw new Error(`There is no event ${name}`);
    const handle = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(name, handle);
    return () => void ipcRenderer.removeListener(name, handle);
  },
  takeDropped: () => dropped,
};

contextBridge.exposeInMainWorld('studio', bridge);

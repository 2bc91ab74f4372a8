/** What the page can reach of the program: the contract and nothing else. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { calls, events, type StudioBridge } from './api/contract';

const bridge: StudioBridge = {
  call: (name, ...args) => {
    if (!Object.prototype.hasOwnProperty.call(calls, name)) throw new Error(`There is no call ${name}`);
    return ipcRenderer.invoke('call', name, args);
  },
  on: (name, listener) => {
    if (!Object.prototype.hasOwnProperty.call(events, name)) throw new Error(`There is no event ${name}`);
    const hear = (_event: IpcRendererEvent, payload: Parameters<typeof listener>[0]) => listener(payload);
    ipcRenderer.on(name, hear);
    return () => void ipcRenderer.removeListener(name, hear);
  },
  pathOfDropped: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld('studio', bridge);

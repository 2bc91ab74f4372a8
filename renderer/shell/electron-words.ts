/** Whether it is the Electron that set-up takes where the current one cannot be downloaded. */
export function isOldElectron(electron: string): boolean {
  return electron.startsWith('9.');
}

import { app } from 'electron';

/** Whether Chromium's sandbox confines the page's process. It is off where the system has no support for it. */
export function isSandboxed(): boolean {
  return !app.commandLine.hasSwitch('no-sandbox') && !process.env['ELECTRON_DISABLE_SANDBOX'];
}

import { expectTypeOf, test } from 'vitest';
import type * as standIn from './electron';

// The compiler checks this file against the types of Electron 45.

/** Whether a function answers later. */
type Later<F> = F extends (...given: never[]) => infer R ? (R extends Promise<unknown> ? true : false) : null;

/** The members that Electron's object lacks, or that answer at once where Electron's answers later, or the reverse. */
type Foreign<Own, Real> = {
  [K in keyof Own]-?: K extends keyof Real ? (Later<Own[K]> extends Later<Real[K]> ? never : K) : K;
}[keyof Own];

type Own = typeof standIn;

test('the stand-in has nothing that Electron 45 lacks, and answers later where it does', () => {
  expectTypeOf<Exclude<keyof Own, keyof typeof Electron>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['clipboard'], Electron.Clipboard>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['dialog'], Electron.Dialog>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['ipcMain'], Electron.IpcMain>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['nativeTheme'], Electron.NativeTheme>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['powerMonitor'], Electron.PowerMonitor>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['powerSaveBlocker'], Electron.PowerSaveBlocker>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['protocol'], Electron.Protocol>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['screen'], Electron.Screen>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Own['shell'], Electron.Shell>>().toEqualTypeOf<never>();
  type Window = InstanceType<Own['BrowserWindow']>;
  expectTypeOf<Foreign<Window, Electron.BrowserWindow>>().toEqualTypeOf<never>();
  expectTypeOf<Foreign<Window['webContents'], Electron.WebContents>>().toEqualTypeOf<never>();
  // The rest of the stand-in uses these.
  expectTypeOf<Foreign<Own['app'], Electron.App>>().toEqualTypeOf<'windows'>();
  type Menu = InstanceType<Own['Menu']>;
  expectTypeOf<Foreign<Menu, Electron.Menu>>().toEqualTypeOf<'at' | 'shown'>();
});

test('Electron 45 reads pictures with a promise, and has no frame for a call whose page is closed', () => {
  expectTypeOf<Extract<'readImage' | 'writeImage', keyof Electron.Clipboard>>().toEqualTypeOf<never>();
  expectTypeOf<Later<Electron.Clipboard['writeText']>>().toEqualTypeOf<true>();
  expectTypeOf<null>().toExtend<Electron.IpcMainInvokeEvent['senderFrame']>();
});

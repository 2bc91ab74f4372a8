/** The desktop that `WorkSignals` uses: taskbar, notifications, sleep. */
import { app, Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Desktop } from './work-signals';

/** @param log receives why a notification could not be shown */
export function desktopOf(window: () => BrowserWindow | undefined, log: (text: string) => void): Desktop {
  let blocker: number | undefined;
  /** Keeps a reference, since a notification that is collected loses its click. */
  let shown: Notification | undefined;
  return {
    showProgress(progress) {
      const open = window();
      if (!open || open.isDestroyed()) return;
      open.setProgressBar(barOf(progress, process.platform));
    },

    notify(title, text) {
      if (!Notification.isSupported()) return;
      shown = new Notification({ title, body: text });
      shown.on('click', () => bringForward(window()));
      shown.on('failed', (_event, error) => log(`notification not shown: ${error}`));
      shown.show();
    },

    isFocused: () => window()?.isFocused() ?? false,

    keepAwake(on) {
      if (on) blocker = powerSaveBlocker.start('prevent-app-suspension');
      else if (blocker !== undefined) powerSaveBlocker.stop(blocker);
    },
  };
}

/** Electron's number for a progress: below 0 there is no bar; above 1 it has no known end. */
export function barOf(progress: Parameters<Desktop['showProgress']>[0], platform: NodeJS.Platform): number {
  if (progress === null) return -1;
  // The launchers of Linux show neither 0 nor a bar without a known end.
  if (platform === 'linux') return progress === 'waiting' ? leastShown : Math.max(leastShown, progress);
  return progress === 'waiting' ? 2 : progress;
}

const leastShown = 0.01;

export function bringForward(window: BrowserWindow | undefined): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  app.focus();
}

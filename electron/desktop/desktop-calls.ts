/** The desktop that `WorkSignals` uses: taskbar, notifications, sleep. */
import { app, Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Desktop } from './work-signals';

export function desktopOf(window: () => BrowserWindow | undefined): Desktop {
  let blocker: number | undefined;
  /** Keeps a reference, since a notification that is collected loses its click. */
  let shown: Notification | undefined;
  return {
    showProgress(progress) {
      const open = window();
      if (!open || open.isDestroyed()) return;
      // Below 0 there is no bar; above 1 it is indeterminate.
      open.setProgressBar(progress === null ? -1 : progress === 'waiting' ? 2 : progress);
    },

    notify(title, text) {
      if (!Notification.isSupported()) return;
      shown = new Notification({ title, body: text });
      shown.on('click', () => bringForward(window()));
      shown.show();
    },

    isFocused: () => window()?.isFocused() ?? false,

    keepAwake(on) {
      if (on) blocker = powerSaveBlocker.start('prevent-app-suspension');
      else if (blocker !== undefined) powerSaveBlocker.stop(blocker);
    },
  };
}

export function bringForward(window: BrowserWindow | undefined): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  app.focus();
}

/** The one window: where it stood last time, in the theme's colour, closed to anything foreign. */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { isPage, pageUrl } from './page';
import { icon, preloadScript } from '../paths';
import type { PreferencesFile, WindowPlace } from './preferences';

const smallest = { width: 960, height: 640 };

export function openWindow(preferences: PreferencesFile): BrowserWindow {
  const place = visible(preferences.window);
  const window = new BrowserWindow({
    ...(place ?? { width: 1280, height: 860 }),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'PixelCNN Studio',
    icon,
    // No white flash before the page has drawn itself.
    backgroundColor: backgroundColour(),
    webPreferences: {
      preload: preloadScript,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  if (preferences.window?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    preferences.change({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } });
  });
  const recolour = () => window.setBackgroundColor(backgroundColour());
  nativeTheme.on('updated', recolour);
  window.once('closed', () => nativeTheme.removeListener('updated', recolour));
  const { webContents } = window;
  webContents.on('will-navigate', (event, url) => {
    if (!isPage(url)) event.preventDefault();
  });
  closeToNewWindows(webContents);
  void window.loadURL(pageUrl);
  return window;
}

/** That of the page, as tokens.css has it. */
function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#14161a' : '#f5f6f7';
}

/** Electron 12 brought the handler; before it an event is prevented. */
function closeToNewWindows(webContents: BrowserWindow['webContents']): void {
  if (typeof webContents.setWindowOpenHandler === 'function') {
    webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  } else {
    (webContents as NodeJS.EventEmitter).on('new-window', (event: { preventDefault(): void }) =>
      event.preventDefault(),
    );
  }
}

/** A place whose screen is still there. */
function visible(place: WindowPlace | null): Omit<WindowPlace, 'isMaximized'> | undefined {
  if (!place) return undefined;
  const { x, y, width, height } = place;
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const overlaps =
    x < workArea.x + workArea.width &&
    y < workArea.y + workArea.height &&
    x + width > workArea.x &&
    y + height > workArea.y;
  return overlaps ? { x, y, width, height } : undefined;
}

/** Opens the window with its last bounds and the theme's background colour. */
import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { pageUrl } from './page';
import { icon, preloadScript } from '../paths';
import type { PreferencesFile, WindowBounds } from './preferences';
import { usesWayland } from './wayland';

const smallest = { width: 960, height: 640 };

/** The page has nothing of Node or Electron. The remote module exists up to Electron 13. */
const isolated: WebPreferences & { enableRemoteModule: false } = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableRemoteModule: false,
};

export function openWindow(preferences: PreferencesFile): BrowserWindow {
  const isPlaced = !isOnWayland();
  const bounds = visible(preferences.window, isPlaced);
  const window = new BrowserWindow({
    ...(bounds ?? { width: 1280, height: 860 }),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'PixelCNN Studio',
    icon,
    // Avoids a white flash before the page is drawn.
    backgroundColor: backgroundColour(),
    webPreferences: { ...isolated, preload: preloadScript, spellcheck: false },
  });
  revealOnce(window, preferences.window?.isMaximized ?? false);
  window.on('close', () => {
    const { x, y, width, height } = window.getNormalBounds();
    // The place of an earlier session is kept, since it is not known in this one.
    const place = isPlaced ? { x, y } : { x: preferences.window?.x ?? x, y: preferences.window?.y ?? y };
    preferences.change({ window: { ...place, width, height, isMaximized: window.isMaximized() } });
  });
  const recolour = () => window.setBackgroundColor(backgroundColour());
  nativeTheme.on('updated', recolour);
  window.once('closed', () => nativeTheme.removeListener('updated', recolour));
  void window.loadURL(pageUrl);
  return window;
}

/** Shows the window once there is something to see. To maximise it shows it too, so it waits until then. */
function revealOnce(window: BrowserWindow, isMaximized: boolean): void {
  let isShown = false;
  const reveal = () => {
    if (isShown || window.isDestroyed()) return;
    isShown = true;
    if (isMaximized) window.maximize();
    window.show();
  };
  window.once('ready-to-show', reveal);
  // On Wayland a hidden window draws nothing, and is never ready to be shown (electron/electron#48859).
  window.webContents.once('did-finish-load', reveal);
}

function isOnWayland(): boolean {
  const { platform, env, versions } = process;
  const ozone = app.commandLine.getSwitchValue('ozone-platform');
  return usesWayland({ platform, env, electron: versions.electron, ozone });
}

/** The background colour of the page, as in tokens.css. */
function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#14161a' : '#f5f6f7';
}

/** The bounds, if they are on a connected screen; the size alone where windows cannot be placed. */
function visible(
  bounds: WindowBounds | null,
  isPlaced: boolean,
): Partial<Omit<WindowBounds, 'isMaximized'>> | undefined {
  if (!bounds) return undefined;
  const { x, y, width, height } = bounds;
  if (!isPlaced) return { width, height };
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const overlaps =
    x < workArea.x + workArea.width &&
    y < workArea.y + workArea.height &&
    x + width > workArea.x &&
    y + height > workArea.y;
  return overlaps ? { x, y, width, height } : undefined;
}

/** Opens the window with its last bounds and the theme's background colour. */
import { BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { pageUrl } from './page';
import { icon, preloadScript } from '../paths';
import type { PreferencesFile, WindowBounds } from './preferences';

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
  const bounds = visible(preferences.window);
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
  if (preferences.window?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    preferences.change({ window: { ...window.getNormalBounds(), isMaximized: window.isMaximized() } });
  });
  const recolour = () => window.setBackgroundColor(backgroundColour());
  nativeTheme.on('updated', recolour);
  window.once('closed', () => nativeTheme.removeListener('updated', recolour));
  void window.loadURL(pageUrl);
  return window;
}

/** The background colour of the page, as in tokens.css. */
function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#14161a' : '#f5f6f7';
}

/** The bounds, if they are on a connected screen. */
function visible(bounds: WindowBounds | null): Omit<WindowBounds, 'isMaximized'> | undefined {
  if (!bounds) return undefined;
  const { x, y, width, height } = bounds;
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const overlaps =
    x < workArea.x + workArea.width &&
    y < workArea.y + workArea.height &&
    x + width > workArea.x &&
    y + height > workArea.y;
  return overlaps ? { x, y, width, height } : undefined;
}

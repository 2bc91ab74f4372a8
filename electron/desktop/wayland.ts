interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  electron: string | undefined;
  /** The value of Chromium's switch `ozone-platform`; empty without it. */
  ozone: string;
}

/**
 * Whether the window is drawn by Wayland, as Chromium decides: by its switch or, since Electron 38, by the session. A
 * program cannot place its windows there, and reads (0, 0) as their place.
 */
export function usesWayland({ platform, env, electron = '0', ozone }: Machine): boolean {
  if (platform !== 'linux') return false;
  if (ozone === 'wayland' || ozone === 'x11') return ozone === 'wayland';
  if (parseInt(electron, 10) < 38 || !env['WAYLAND_DISPLAY']) return false;
  return env['XDG_SESSION_TYPE'] === 'wayland' || !env['DISPLAY'];
}

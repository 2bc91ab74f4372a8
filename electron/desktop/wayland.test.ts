import { expect, test } from 'vitest';
import { usesWayland } from './wayland';

const session = { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' };
const today = { platform: 'linux', env: session, electron: '45.4.1', ozone: '' } as const;

test('a window is drawn by Wayland in its session, from Electron 38 on, or where a switch says so', () => {
  expect(usesWayland(today)).toBe(true);
  expect(usesWayland({ ...today, electron: '9.4.1' })).toBe(false);
  expect(usesWayland({ ...today, electron: '9.4.1', ozone: 'wayland' })).toBe(true);
  expect(usesWayland({ ...today, ozone: 'x11' })).toBe(false);
  expect(usesWayland({ ...today, env: { ...session, XDG_SESSION_TYPE: 'x11' } })).toBe(false);
  expect(usesWayland({ ...today, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
  expect(usesWayland({ ...today, env: { DISPLAY: ':0' } })).toBe(false);
  expect(usesWayland({ ...today, platform: 'win32' })).toBe(false);
});

import fs from 'node:fs';
import path from 'node:path';

const { env, platform } = process;

/** The names and places of Chromium and Chrome, by system. */
const places = {
  linux: (env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((folder) =>
      ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(folder, name)),
    ),
  darwin: ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
    folder ? [path.join(folder, 'Google/Chrome/Application/chrome.exe')] : [],
  ),
};

/**
 * The path of a current Chromium or Chrome on this machine, for tests; undefined if there is none. STUDIO_CHROMIUM names
 * another one.
 * @returns {string | undefined}
 */
export function chromiumPath() {
  if (env.STUDIO_CHROMIUM) return env.STUDIO_CHROMIUM;
  return (places[/** @type {keyof typeof places} */ (platform)] ?? []).find((place) => fs.existsSync(place));
}

/** Why tests in a current browser do not run; undefined if they do. */
export const withoutChromium = () =>
  chromiumPath() ? undefined : 'There is no Chromium or Chrome here (STUDIO_CHROMIUM may name one).';

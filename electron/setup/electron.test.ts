import path from 'node:path';
import { expect, test } from 'vitest';
import { distributionOf, oldElectronNote, proxyVariables } from './electron.mjs';

test('the folder of an Electron on macOS is the one around its bundle', () => {
  const folder = path.resolve('/opt/electron');
  expect(distributionOf(path.join(folder, 'Electron.app/Contents/MacOS/Electron'))).toBe(folder);
  expect(distributionOf(path.join(folder, 'electron'))).toBe(folder);
});

test('the download goes through a proxy that the environment names', () => {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
    expect(proxyVariables({ [name]: 'http://proxy:8080' })).toEqual({ ELECTRON_GET_USE_PROXY: 'true' });
  }
  expect(proxyVariables({ HTTPS_PROXY: '', NO_PROXY: 'a' })).toEqual({});
});

test('the old Electron is named with the reason, what it means, and how to get the current one', () => {
  const note = oldElectronNote('install.js\nRequestError: connect ECONNREFUSED\n');
  for (const words of ['RequestError', '9.4.1', 'Chromium 83', 'sandbox', 'security.md', 'npm start']) {
    expect(note).toContain(words);
  }
});

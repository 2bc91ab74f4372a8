import os from 'node:os';
import path from 'node:path';
import url from 'node:url';

/** The folder of the project. */
export const root = path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** The folder for downloads, shared by all clones. */
export const cacheFolder = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'pixelcnn-studio',
);

/**
 * Whether a module is the started program rather than an imported module.
 * @param {string} moduleUrl
 */
export const isEntry = (moduleUrl) => process.argv[1] === url.fileURLToPath(moduleUrl);

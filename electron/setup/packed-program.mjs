import childProcess from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { run, works } from './command.mjs';
import { hasFuses, setFuses } from './fuses.mjs';
import { inRoot } from './places.mjs';

/** @typedef {import('electron-builder').AfterPackContext} Packed */

/**
 * Finishes a program that electron-builder has put together, before it is signed: removes what nothing runs, and sets
 * the fuses of an Electron that has them.
 * @param {Packed} packed
 */
export async function finishProgram({ appOutDir, electronPlatformName, packager }) {
  // Electron's default app, which is not needed.
  for (const name of namesIn(appOutDir).filter((file) => path.basename(file) === 'default_app.asar')) {
    fs.rmSync(path.join(appOutDir, name));
  }
  const { name, productFilename } = packager.appInfo;
  const bundle = path.join(appOutDir, `${productFilename}.app`);
  const framework = 'Contents/Frameworks/Electron Framework.framework/Electron Framework';
  const [program, withFuses] =
    electronPlatformName === 'darwin'
      ? [bundle, path.join(bundle, framework)]
      : Array(2).fill(
          path.join(appOutDir, electronPlatformName === 'win32' ? `${productFilename}.exe` : name),
        );
  if (hasFuses(withFuses)) await setFuses(program);
  const resources =
    electronPlatformName === 'darwin'
      ? path.join(bundle, 'Contents/Resources')
      : path.join(appOutDir, 'resources');
  // Copies of what the window's archive holds too: to serve the page to a browser, a plain Node reads them.
  for (const part of ['package.json', 'dist/licences.json', 'dist/renderer', 'dist/serve']) {
    fs.cpSync(inRoot(part), path.join(resources, 'app.asar.unpacked', part), { recursive: true });
  }
  if (electronPlatformName === 'linux') await finishOnLinux(appOutDir, program);
}

/**
 * Puts the launcher in the place of Electron's executable, and removes symbols, a fifth of the package.
 * @param {string} folder
 * @param {string} program
 */
async function finishOnLinux(folder, program) {
  fs.renameSync(program, `${program}-window`);
  fs.copyFileSync(inRoot('resources/linux/pixelcnn-studio.sh'), program);
  fs.chmodSync(program, 0o755);
  fs.chmodSync(path.join(folder, 'chrome-sandbox'), 0o755);
  if (!works('strip', '--version')) {
    console.log(
      'The program keeps its symbols, since there is no strip (Debian, Ubuntu: apt-get install binutils).',
    );
    return;
  }
  for (const name of namesIn(folder)) {
    const file = path.join(folder, name);
    if (isElf(file) && hasSymbols(file)) await stripSymbols(file);
  }
}

/** @param {string} folder */
const namesIn = (folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });

/** @param {string} file */
export function isElf(file) {
  if (!fs.lstatSync(file).isFile()) return false;
  const start = Buffer.alloc(4);
  const descriptor = fs.openSync(file, 'r');
  fs.readSync(descriptor, start);
  fs.closeSync(descriptor);
  return start.toString('latin1') === '\x7fELF';
}

/** Whether a program or library names more than what others link to. @param {string} file */
function hasSymbols(file) {
  const { stdout } = childProcess.spawnSync('readelf', ['--section-headers', '--wide', file], {
    encoding: 'utf8',
  });
  return /\s\.(symtab|debug_info)\s/.test(stdout);
}

/**
 * Writes a new file, since the packed one may be a hard link to the one used in development.
 * @param {string} file
 */
async function stripSymbols(file) {
  await run('strip', ['--strip-unneeded', '-o', `${file}.stripped`, file]);
  fs.renameSync(`${file}.stripped`, file);
}

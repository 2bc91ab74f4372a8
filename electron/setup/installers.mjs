import fs from 'node:fs';
import path from 'node:path';
import { run, works } from './command.mjs';
import { makeDebianPackage } from './debian-package.mjs';
import { inRoot, root } from './places.mjs';

/** @typedef {import('electron-builder').Configuration} Configuration */

/** What electron-builder makes, with tools that it downloads. */
const targets = { linux: ['AppImage'], darwin: ['dmg', 'zip'], win32: ['nsis', 'zip'] };
const platformOption = { linux: 'linux', darwin: 'mac', win32: 'win' };
const packageFolder = inRoot('dist/package');

/** @type {{ name: string, version: string }} */
const { name, version } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));

/**
 * Makes the installers of this platform from the program in dist/package. One whose tool is missing is reported and left
 * out.
 * @param {typeof import('electron-builder')} builder
 * @param {Configuration} config with which the program was made
 * @param {string | null} warning what a person should know before installing it
 */
export async function makeInstallers(builder, config, warning) {
  const { platform } = process;
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32') return;
  const program = unpackedProgram();
  if (platform === 'linux') {
    await attempt('.tar.xz', () => makeArchive(program));
    await attempt('.deb', () => makeDebian(program, warning));
  }
  for (const target of targets[platform]) {
    await attempt(target, () =>
      builder.build({
        projectDir: root,
        prepackaged: program,
        [platformOption[platform]]: [target],
        config: { ...config },
      }),
    );
  }
}

/** The folder of the program in dist/package; on macOS its .app. */
export function unpackedProgram() {
  const [folder = ''] = fs
    .readdirSync(packageFolder)
    .filter((entry) => /^(linux|win|mac)(-\w+)*$/.test(entry) && entry !== 'linux-package');
  const place = path.join(packageFolder, folder);
  return process.platform === 'darwin' ? path.join(place, 'PixelCNN Studio.app') : place;
}

/**
 * Makes an archive that is unpacked anywhere. With gzip it would be a quarter larger.
 * @param {string} program
 */
async function makeArchive(program) {
  const folder = `${name}-${version}`;
  const file = path.join(packageFolder, `${folder}-linux-${process.arch}.tar.xz`);
  await run('tar', [
    ...['--create', '--file', file, '--use-compress-program', 'xz -2 --threads=0', '--owner=0', '--group=0'],
    ...[`--transform=s,^\\.,${folder},S`, '--directory', program, '.'],
  ]);
}

/**
 * @param {string} program
 * @param {string | null} warning
 */
async function makeDebian(program, warning) {
  if (!works('dpkg-deb', '--version') || !works('dpkg-shlibdeps', '--version')) {
    throw new Error('it needs dpkg-deb and dpkg-shlibdeps (Debian, Ubuntu: apt-get install dpkg-dev)');
  }
  await makeDebianPackage(program, packageFolder, { name, version, warning });
}

/**
 * Makes one file, and says in a sentence why it could not be made.
 * @param {string} target
 * @param {() => Promise<unknown>} make
 */
async function attempt(target, make) {
  console.log(`making ${target}`);
  try {
    await make();
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.trim().split('\n').slice(0, 2).join(' ') : String(error);
    console.log(`No ${target} was made, since its tool is missing or failed: ${reason}`);
  }
}

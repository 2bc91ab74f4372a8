import childProcess from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { folderBytes } from './disk.mjs';
import { inRoot } from './places.mjs';
import { debianPackages } from './system-libraries.mjs';

/** @typedef {{ name: string, version: string, warning: string | null }} About */

const architectures = { x64: 'amd64', arm64: 'arm64' };
const iconSizes = [16, 22, 24, 32, 48, 64, 128, 256, 512];

/**
 * Makes a package for Debian and Ubuntu with Debian's own tools.
 * @param {string} program the folder of the packed program
 * @param {string} target the folder of the file
 * @param {About} about
 * @returns {Promise<string>} the file
 */
export async function makeDebianPackage(program, target, about) {
  const { name, version } = about;
  const architecture = architectures[/** @type {keyof typeof architectures} */ (process.arch)];
  const tree = path.join(target, 'debian');
  fs.rmSync(tree, { recursive: true, force: true });
  /** @param {...string} parts */
  const inTree = (...parts) => {
    const place = path.join(tree, ...parts);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    return place;
  };
  const installed = inTree('opt', name);
  // Hard links, as the program is large and is only read.
  await run('cp', ['--archive', '--link', program, installed]);
  const sandbox = path.join(installed, 'chrome-sandbox');
  // A file of its own: the one in the unpacked program, which belongs to whoever made it, is not set-uid.
  fs.rmSync(sandbox);
  fs.copyFileSync(path.join(program, 'chrome-sandbox'), sandbox);
  fs.chmodSync(sandbox, 0o4755);
  const linux = inRoot('resources/linux');
  fs.copyFileSync(path.join(linux, `${name}.apparmor`), path.join(installed, `${name}.apparmor`));
  fs.copyFileSync(path.join(linux, `${name}.desktop`), inTree('usr/share/applications', `${name}.desktop`));
  fs.copyFileSync(path.join(linux, `${name}.xml`), inTree('usr/share/mime/packages', `${name}.xml`));
  fs.copyFileSync(inRoot('LICENSE'), inTree('usr/share/doc', name, 'copyright'));
  fs.symlinkSync(`/opt/${name}/${name}`, inTree('usr/bin', name));
  await writeIcons((size) => inTree('usr/share/icons/hicolor', size, 'apps'), name);
  for (const script of ['postinst', 'postrm']) {
    fs.copyFileSync(path.join(linux, script), inTree('DEBIAN', script));
    fs.chmodSync(inTree('DEBIAN', script), 0o755);
  }
  const dependencies = [
    'libc6 (>= 2.28)',
    ...linkedPackages(program),
    ...debianPackages.map((names) => names.join(' | ')),
  ];
  const control = controlFile(about, architecture, dependencies, folderBytes(tree));
  fs.writeFileSync(inTree('DEBIAN/control'), control);
  const file = path.join(target, `${name}_${version}_${architecture}.deb`);
  // The dpkg of Debian 12 and of Ubuntu 22.04 unpacks zstd. Its highest level saves a tenth and takes ten times as long.
  await run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z12', '--build', tree, file]);
  fs.rmSync(tree, { recursive: true });
  return file;
}

/**
 * @param {(size: string) => string} folderFor
 * @param {string} name
 */
async function writeIcons(folderFor, name) {
  const { default: sharp } = await import('sharp');
  for (const size of iconSizes) {
    const folder = folderFor(`${size}x${size}`);
    fs.mkdirSync(folder, { recursive: true });
    await sharp(inRoot('resources/icon.svg'))
      .resize(size, size)
      .png()
      .toFile(path.join(folder, `${name}.png`));
  }
  const scalable = folderFor('scalable');
  fs.mkdirSync(scalable, { recursive: true });
  fs.copyFileSync(inRoot('resources/icon.svg'), path.join(scalable, `${name}.svg`));
}

/**
 * The packages with the C and C++ libraries that TensorFlow's addon needs, in the versions of the machine that compiled
 * it. The carried Node needs the libc6 named above. Electron's libraries are in a table, since their names differ between releases and dpkg-shlibdeps knows those of this one.
 * @param {string} program
 */
function linkedPackages(program) {
  const modules = path.join(program, 'resources/app.asar.unpacked/node_modules/@tensorflow/tfjs-node');
  const addon = path.join(modules, 'lib/napi-v8/tfjs_binding.node');
  const work = fs.mkdtempSync(path.join(path.dirname(program), 'shlibdeps-'));
  try {
    fs.mkdirSync(path.join(work, 'debian'));
    fs.writeFileSync(
      path.join(work, 'debian/control'),
      'Source: pixelcnn-studio\n\nPackage: pixelcnn-studio\nArchitecture: any\n',
    );
    const { stdout } = childProcess.spawnSync(
      'dpkg-shlibdeps',
      ['-O', '--ignore-missing-info', `-l${path.join(modules, 'deps/lib')}`, `-e${addon}`],
      { cwd: work, encoding: 'utf8' },
    );
    const [, found = ''] = /^shlibs:Depends=(.*)$/m.exec(stdout) ?? [];
    if (!found) throw new Error('dpkg-shlibdeps names no package for the addon of TensorFlow.');
    return found.split(', ');
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

/**
 * @param {About} about
 * @param {string} architecture
 * @param {string[]} dependencies
 * @param {number} bytes
 */
function controlFile({ name, version, warning }, architecture, dependencies, bytes) {
  return `${[
    `Package: ${name}`,
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    'Maintainer: The makers of PixelCNN Studio <pixelcnn-studio@localhost>',
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: ${dependencies.join(', ')}`,
    'Recommends: desktop-file-utils, shared-mime-info, hicolor-icon-theme',
    'Section: science',
    'Priority: optional',
    'Description: train a PixelCNN on a folder of images, look inside it, and let it draw',
    ' A desktop program that trains autoregressive models of images on local folders,',
    ' shows what they predict for every pixel, and draws new pictures. It opens no',
    ' network connection.',
    ...(warning ? [' .', ` ${warning}`] : []),
  ].join('\n')}\n`;
}

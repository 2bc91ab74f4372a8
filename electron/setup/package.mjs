import './node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { carriedName, carriedNode, carriedNodeFile } from './carried-node.mjs';
import { run, works } from './command.mjs';
import { electron, electronFolder, electronVersion } from './electron.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { leftOutPackages } from './shipped-packages.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run package`: makes a program in dist/package that needs nothing else on the machine it is copied to.
await setUp([packages, ...tensorflow, electron, systemLibraries, carriedNode, build]);
const { default: builder } = await import('electron-builder');

/** @type {{ packages: import('./shipped-packages.mjs').Lock }} */
const { packages: lock } = JSON.parse(fs.readFileSync(inRoot('package-lock.json'), 'utf8'));

fs.rmSync(inRoot('dist/package'), { recursive: true, force: true });
await builder.build({
  projectDir: root,
  dir: true,
  config: {
    extends: inRoot('resources/electron-builder.yml'),
    electronDist: electronFolder(),
    electronVersion: electronVersion(),
    extraResources: [{ from: carriedNodeFile, to: carriedName }],
    files: leftOutPackages(lock).map((name) => `!**/node_modules/${name}/**`),
  },
});
const packed = fs.readdirSync(inRoot('dist/package'), { recursive: true, encoding: 'utf8' });
// Electron's default app, which is not needed.
for (const name of packed.filter((file) => path.basename(file) === 'default_app.asar')) {
  fs.rmSync(inRoot('dist/package', name));
}
if (process.platform === 'linux' && works('strip', '--version')) {
  for (const name of packed.filter((file) => /libtensorflow\w*\.so\.\d+$/.test(file))) {
    await stripSymbols(inRoot('dist/package', name));
  }
}

/**
 * Removes the debug symbols of a library; TensorFlow's are a fifth of the package.
 * @param {string} library
 */
async function stripSymbols(library) {
  // Writes a new file, since the packed one may be a hard link to the one used in development.
  await run('strip', ['--strip-unneeded', '-o', `${library}.stripped`, library]);
  fs.renameSync(`${library}.stripped`, library);
}

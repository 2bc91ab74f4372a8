import './node-version.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { carriedName, carriedNode, carriedNodeFile } from './carried-node.mjs';
import { megabytes } from './disk.mjs';
import { electron, electronFolder, electronVersion } from './electron.mjs';
import { makeInstallers } from './installers.mjs';
import { writeLicences } from './licences.mjs';
import { finishProgram } from './packed-program.mjs';
import { packages } from './packages.mjs';
import { inRoot, root } from './places.mjs';
import { leftOutPackages } from './shipped-packages.mjs';
import { setUp } from './steps.mjs';
import { systemLibraries } from './system-libraries.mjs';
import { tensorflow } from './tensorflow.mjs';

// `npm run package`: makes a program in dist/package that needs nothing else on the machine it is copied to, and the
// installers of the platform it runs on. With `--unpacked` it makes only the program.
await setUp([packages, ...tensorflow, electron, systemLibraries, carriedNode, build]);
// The build may be older than the Node that is carried.
writeLicences();
const { default: builder } = await import('electron-builder');

/** @type {{ packages: import('./shipped-packages.mjs').Lock }} */
const { packages: lock } = JSON.parse(fs.readFileSync(inRoot('package-lock.json'), 'utf8'));
const isOld = electronVersion().startsWith('9.');
const oldElectron =
  `It contains Electron ${electronVersion()}, whose Chromium 83 has had no fixes since 2021 and runs without a sandbox. ` +
  "Do not pass it on: make the package where today's Electron can be downloaded.";

/** @type {import('electron-builder').Configuration} */
const config = {
  extends: inRoot('resources/electron-builder.yml'),
  electronDist: electronFolder(),
  electronVersion: electronVersion(),
  extraResources: [{ from: carriedNodeFile, to: carriedName }],
  files: leftOutPackages(lock).map((name) => `!**/node_modules/${name}/**`),
  afterPack: finishProgram,
};
fs.rmSync(inRoot('dist/package'), { recursive: true, force: true });
// electron-builder changes what it is given.
await builder.build({ projectDir: root, dir: true, config: { ...config } });
fs.rmSync(inRoot('dist/package/builder-debug.yml'), { force: true });
if (!process.argv.includes('--unpacked')) {
  await makeInstallers(builder, config, isOld ? oldElectron : null);
}
for (const { name, size } of files(inRoot('dist/package'))) console.log(`${name}  ${megabytes(size)}`);
if (isOld) console.log(oldElectron);

/**
 * The files in a folder that are no folders.
 * @param {string} folder
 */
function files(folder) {
  const stats = fs.readdirSync(folder).map((name) => ({ name, stat: fs.statSync(path.join(folder, name)) }));
  return stats.flatMap(({ name, stat }) => (stat.isFile() ? [{ name, size: stat.size }] : []));
}

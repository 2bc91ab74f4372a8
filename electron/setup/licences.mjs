import fs from 'node:fs';
import path from 'node:path';
import { carriedNodeFile, carriedNodeLicence, reportedVersion } from './carried-node.mjs';
import { electronFolder, electronVersion } from './electron.mjs';
import { inRoot } from './places.mjs';
import { nameOf, shippedPackages } from './shipped-packages.mjs';
import { tensorflowNotices } from './tensorflow-wheels.mjs';

/** @typedef {import('../api/program').Licence} Licence */

/** The folders of dist/ in which Vite lists what is built into the programs there. */
const builtFolders = ['main', 'job', 'serve', 'renderer'];

/** Writes dist/licences.json, which the About dialog shows. */
export const writeLicences = () =>
  fs.writeFileSync(inRoot('dist/licences.json'), JSON.stringify(allLicences()));

/**
 * All that ships with the program, sorted by name. The program must be built.
 * @returns {Licence[]}
 */
export function allLicences() {
  /** @type {{ packages: import('./shipped-packages.mjs').Lock }} */
  const { packages } = JSON.parse(fs.readFileSync(inRoot('package-lock.json'), 'utf8'));
  const places = shippedPackages(packages).filter((place) => fs.existsSync(inRoot(place)));
  const all = [...runtimes(), ...places.map(ofPackage), ...builtFolders.flatMap(builtInto)];
  const byName = new Map(all.map((licence) => [`${licence.name} ${licence.version}`, licence]));
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/**
 * What is no package of npm. From source a part may be missing that only a package has.
 * @returns {Licence[]}
 */
function runtimes() {
  const electronLicence = path.join(electronFolder(), 'LICENSE');
  const chromium =
    'Chromium and the parts it is made of have many licences. A package has them in the file LICENSES.chromium.html ' +
    'beside the program; Electron from source has it in node_modules/electron/dist.';
  return [
    {
      name: 'PixelCNN Studio',
      version: '',
      licence: 'MIT',
      text: fs.readFileSync(inRoot('LICENSE'), 'utf8'),
    },
    tensorflow(),
    ...(fs.existsSync(electronLicence)
      ? [
          {
            ...{ name: 'Electron', version: electronVersion(), licence: 'MIT' },
            text: fs.readFileSync(electronLicence, 'utf8'),
          },
          { name: 'Chromium', version: '', licence: 'BSD-3-Clause and others', text: chromium },
        ]
      : []),
    ...(fs.existsSync(carriedNodeLicence)
      ? [
          {
            ...{
              name: 'Node.js',
              version: reportedVersion(carriedNodeFile) ?? '',
              licence: 'MIT and others',
            },
            text: fs.readFileSync(carriedNodeLicence, 'utf8'),
          },
        ]
      : []),
  ];
}

/**
 * TensorFlow, with what it is made of where it comes from a wheel.
 * @returns {Licence}
 */
function tensorflow() {
  const notices = inRoot('node_modules/@tensorflow/tfjs-node/deps', tensorflowNotices);
  const isOfWheel = fs.existsSync(notices);
  return {
    name: 'TensorFlow',
    version: isOfWheel ? '2.21.0' : '2.9.1',
    licence: 'Apache-2.0',
    text: apacheText() + (isOfWheel ? `\n\n${fs.readFileSync(notices, 'utf8')}` : ''),
  };
}

/**
 * @param {string} place its folder
 * @returns {Licence}
 */
function ofPackage(place) {
  const { version, license } = JSON.parse(fs.readFileSync(inRoot(place, 'package.json'), 'utf8'));
  const file = fs.readdirSync(inRoot(place)).find((name) => /^(licen[cs]e|copying)/i.test(name));
  const own = file ? fs.readFileSync(inRoot(place, file), 'utf8') : '';
  const text = own || (/^Apache-2.0/.test(license) ? apacheText() : '');
  return { name: nameOf(place), version, licence: String(license), text };
}

/** The Apache licence, which has the same words everywhere. */
const apacheText = () => fs.readFileSync(inRoot('node_modules/sharp/LICENSE'), 'utf8');

/**
 * What Vite built into the programs of a folder.
 * @param {string} folder
 * @returns {Licence[]}
 */
function builtInto(folder) {
  const lists = fs.readdirSync(inRoot('dist', folder)).filter((name) => name.endsWith('licences.json'));
  /** @type {{ name: string, version: string, identifier?: string, text?: string }[]} */
  const found = lists.flatMap((name) => JSON.parse(fs.readFileSync(inRoot('dist', folder, name), 'utf8')));
  return found.map(({ name, version, identifier = '', text = '' }) => ({
    name,
    version,
    licence: identifier,
    text,
  }));
}

/** Tests of the window that say nothing where a stand-in takes Electron's place, each with the reason. */

interface Needing {
  file: string;
  /** How the titles of the tests begin; empty for all of the file. */
  titles: string[];
  reason: string;
}

export const needingElectron: Needing[] = [
  {
    file: 'whole-way.spec.ts',
    titles: ['a folder dropped on the window'],
    reason: 'A browser does not say where a dropped folder is.',
  },
  {
    file: 'guards.spec.ts',
    titles: ['every permission is denied', 'no page leaves its address', 'the page opens no window'],
    reason:
      'Electron asks the program for permissions, before a page goes elsewhere, and before it downloads.',
  },
  {
    file: 'guards.spec.ts',
    titles: ['a path that a page makes up'],
    reason: 'A browser gives the bytes of a dropped file, never its path, so the program works on a copy.',
  },
  {
    file: 'guards.spec.ts',
    titles: ['WebRTC reaches nobody', 'the sandbox is on'],
    reason: 'Switches of Electron close WebRTC and confine the page.',
  },
  {
    file: 'guards.spec.ts',
    titles: ['the page has neither Node nor Electron'],
    reason: 'Electron knows the rights of the page. today/preload.spec.ts tests the preload script.',
  },
  {
    file: 'opened-files.spec.ts',
    titles: ['a file opened with the program'],
    reason: 'Electron tells the first program of a second start.',
  },
  {
    file: 'settings.spec.ts',
    titles: ['an old Electron is named once'],
    reason: 'It is about the old Electron.',
  },
  { file: 'long-run.spec.ts', titles: [], reason: 'Electron tells the memory of the page.' },
  {
    file: 'no-network.spec.ts',
    titles: [],
    reason: 'The test reads which connections Electron makes. A browser makes some of its own.',
  },
  { file: 'package.spec.ts', titles: [], reason: 'The package contains Electron.' },
];

/** Finds the tests in the titles that Playwright compares: file and title, with a space between. */
export const grepsOf = ({ file, titles }: Needing) =>
  (titles.length ? titles : ['']).map((title) => new RegExp(literal(`${file} ${title}`)));

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Prints them before the others run. */
export default function print(): void {
  console.log('These tests need Electron itself and do not run here:');
  for (const { file, titles, reason } of needingElectron) {
    console.log(`  ${file}: ${titles.join('; ') || 'all'}\n    ${reason}`);
  }
}

/** Tests of the window that say nothing where a stand-in takes Electron's place, each with the reason. */

interface Needing {
  /** The file of the tests, and the beginning of their titles; empty for all of the file. */
  file: string;
  title: string;
  reason: string;
}

export const needingElectron: Needing[] = [
  {
    ...{ file: 'guards.spec.ts', title: 'every permission is denied' },
    reason: 'A session of Electron denies them. In a browser the person does.',
  },
  {
    ...{ file: 'guards.spec.ts', title: 'no page leaves its address' },
    reason: 'Electron asks the program before a page goes elsewhere. A browser does not.',
  },
  {
    ...{ file: 'guards.spec.ts', title: 'the page opens no window' },
    reason: 'Electron asks the program before a page opens a window or downloads. A browser does not.',
  },
  {
    ...{ file: 'guards.spec.ts', title: 'WebRTC reaches nobody' },
    reason: 'A switch of Electron closes WebRTC.',
  },
  {
    ...{ file: 'guards.spec.ts', title: 'the page has neither Node nor Electron' },
    reason:
      'It reads the preferences of the page from Electron. today/preload.spec.ts tests the preload script.',
  },
  {
    ...{ file: 'guards.spec.ts', title: 'the sandbox is on' },
    reason: "Electron confines the page's process.",
  },
  {
    ...{ file: 'leaving.spec.ts', title: 'Ctrl-C in the terminal' },
    reason: 'npm start opens Electron.',
  },
  {
    ...{ file: 'leaving.spec.ts', title: 'a terminal that closes' },
    reason: 'npm start opens Electron.',
  },
  {
    ...{ file: 'leaving.spec.ts', title: 'a request to end the starting process' },
    reason: 'npm start opens Electron.',
  },
  {
    ...{ file: 'long-run.spec.ts', title: '' },
    reason: 'Electron tells the memory of the page.',
  },
  {
    ...{ file: 'no-network.spec.ts', title: '' },
    reason: 'It reads which connections Electron makes. A browser makes some of its own.',
  },
  { file: 'package.spec.ts', title: '', reason: 'The package contains Electron.' },
];

/** Finds the tests in the titles that Playwright compares: file and title, with a space between. */
export const titleOf = ({ file, title }: Needing) => new RegExp(` ${literal(`${file} ${title}`)}`);

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Prints them before the others run. */
export default function print(): void {
  console.log('These tests need Electron itself and do not run here:');
  for (const { file, title, reason } of needingElectron) console.log(`  ${file} ${title}\n    ${reason}`);
}

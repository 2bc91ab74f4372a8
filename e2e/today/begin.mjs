/**
 * Makes a plain Node and Chromium look like Electron, so that Playwright drives them in the same way. Node loads this
 * before the main process, which gets a stand-in as its module `electron`; the page is opened in Chromium.
 */
import childProcess from 'node:child_process';
import module from 'node:module';
import { chromiumPath } from '../../electron/setup/chromium.mjs';

/**
 * The hooks of Node 22.15 and newer.
 * @typedef {{ url: string, format?: string, shortCircuit?: boolean }} Resolved
 * @typedef {(specifier: string, context: object) => Resolved} Resolve
 * @typedef {{ resolve(specifier: string, context: object, next: Resolve): Resolved }} Hooks
 */
const { registerHooks } = /** @type {{ registerHooks(hooks: Hooks): void }} */ (
  /** @type {unknown} */ (module)
);

const standIn = import.meta.resolve('./electron.ts');
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
/** @type {typeof import('./electron.ts')} */
const { app, BrowserWindow } = await import(standIn);

// A call that Node will remove ends the program, and with it the test.
process.on('warning', ({ name, stack }) => {
  if (name !== 'DeprecationWarning') return;
  console.error(stack);
  process.exit(1);
});

/** With these Chromium does nothing but show the page. */
const switches = [
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--password-store=basic',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

// The program prints the address of its page for a person.
const { log } = console;
console.log = (...words) => {
  log(...words);
  const address = /http:\S+\?token=\S+/.exec(words.join(' '))?.[0];
  if (address) openInChromium(address);
};

/** @param {string} address */
function openInChromium(address) {
  const { width, height } = BrowserWindow.getAllWindows()[0]?.getNormalBounds() ?? {};
  const own = [
    `--app=${address}`,
    `--user-data-dir=${process.env.XDG_DATA_HOME}/browser`,
    `--window-size=${width},${height}`,
  ];
  const browser = childProcess.spawn(chromiumPath() ?? 'chromium', [...own, ...switches], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Playwright finds Chromium by what it prints.
  browser.stderr.pipe(process.stderr);
  browser.on('exit', () => app.quit());
  process.on('exit', () => browser.kill('SIGKILL'));
}

/** `app` of the stand-in: paths, switches, and the order of events when the program quits. */
import { EventEmitter } from 'events';
import fs from 'fs';
import os from 'os';
import path from 'path';
import type { App, CommandLine } from 'electron';

interface Closable {
  /** Closes the window. @returns whether it is closed */
  close(): boolean;
}

type Used =
  'getAppPath' | 'getPath' | 'getVersion' | 'setName' | 'setPath' | 'isPackaged' | 'exit' | 'focus' | 'quit';
type UsedLater = 'isReady' | 'requestSingleInstanceLock' | 'whenReady';

class Program extends EventEmitter implements Pick<App, Used | UsedLater> {
  /** A package keeps what a plain Node runs beside its archive. */
  readonly isPackaged = path.basename(this.getAppPath()) === 'app.asar.unpacked';
  readonly commandLine: Pick<CommandLine, 'appendSwitch' | 'getSwitchValue' | 'hasSwitch'> = {
    // Switches are Chromium's, which the person starts.
    appendSwitch: () => {},
    getSwitchValue: (name) => switchValue(name) ?? '',
    hasSwitch: (name) => switchValue(name) !== undefined,
  };
  readonly windows = new Set<Closable>();
  #name = '';
  #isReady = false;
  readonly #paths = new Map<string, string>();

  setName(name: string): void {
    this.#name = name;
  }

  getAppPath(): string {
    return path.join(__dirname, '../..');
  }

  getVersion(): string {
    const file = path.join(this.getAppPath(), 'package.json');
    return (JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string }).version;
  }

  setPath(name: string, folder: string): void {
    this.#paths.set(name, folder);
  }

  /** The same folder for the person's data as a window of Electron has. */
  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    if (name !== 'userData') throw new Error(`the stand-in has no path ${name}`);
    return path.join(dataFolder(), this.#name);
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    this.#isReady = true;
    return Promise.resolve();
  }

  /** The program's own lock on the folder of the person's data is for windows and browsers alike. */
  requestSingleInstanceLock(): boolean {
    return true;
  }

  focus(): void {}

  quit(): void {
    if (this.#isRefused('before-quit') || [...this.windows].some((window) => !window.close())) return;
    if (!this.#isRefused('will-quit')) this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    process.exit(code);
  }

  #isRefused(event: string): boolean {
    const preventable = preventableEvent();
    this.emit(event, preventable);
    return preventable.defaultPrevented;
  }
}

export const app = new Program();
// As Electron sets it.
if (app.isPackaged) Object.assign(process, { resourcesPath: path.dirname(app.getAppPath()) });

/** An event whose default a listener may prevent. */
export function preventableEvent() {
  const event = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
  return event;
}

/** The value of `--name=value` or `--name value`; empty for a switch without one, undefined without the switch. */
function switchValue(name: string): string | undefined {
  const args = process.argv.slice(2);
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const given = args[at];
  if (given === undefined) return undefined;
  const next = args[at + 1];
  return given.includes('=')
    ? given.slice(name.length + 3)
    : next === undefined || next.startsWith('--')
      ? ''
      : next;
}

function dataFolder(): string {
  const home = os.homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library/Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? path.join(home, 'AppData/Roaming');
  return process.env['XDG_CONFIG_HOME'] || path.join(home, '.config');
}

/** The packed program runs under no debugger: whoever attaches one sees a person's files with the program's rights. */
import fs from 'fs';
import inspector from 'inspector';
import path from 'path';
import { app } from 'electron';

const switches = ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address'];

/**
 * The sentence with which the program ends at its start; null if nobody can debug it, or if it may be debugged, as from
 * source. The tests of the window change "refused" in the package's package.json, and nothing else.
 */
export function debuggingRefusal(): string | null {
  if (!app.isPackaged || !refusesDebugging()) return null;
  // Also for NODE_OPTIONS, and for every spelling of --inspect.
  const isOpen = inspector.url() !== undefined || switches.some((name) => app.commandLine.hasSwitch(name));
  return isOpen ? 'It was started with remote debugging, which the packed program refuses.' : null;
}

function refusesDebugging(): boolean {
  const file = path.join(app.getAppPath(), 'package.json');
  const { remoteDebugging } = JSON.parse(fs.readFileSync(file, 'utf8')) as { remoteDebugging?: unknown };
  return remoteDebugging !== 'allowed';
}

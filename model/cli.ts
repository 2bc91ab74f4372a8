/** The command line: the window's engine without a window. `npm run cli -- --help` lists its commands. */
import { main } from './cli/main';
import { processTerminal } from './cli/terminal';

// npm starts its scripts in the project's folder, but a person's paths are relative to the current folder.
const { npm_lifecycle_event: script, INIT_CWD: currentFolder } = process.env;
if (script === 'cli' && currentFolder) process.chdir(currentFolder);

process.exitCode = await main(process.argv.slice(2), processTerminal());

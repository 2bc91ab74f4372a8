/** The command line: the same engine as the window's, without one. `npm run cli -- --help` tells what it can do. */
import { main } from './cli/main';
import { processTerminal } from './cli/terminal';

// npm starts its scripts in the project's folder; paths are meant from where the person stands.
const { npm_lifecycle_event: script, INIT_CWD: standing } = process.env;
if (script === 'cli' && standing) process.chdir(standing);

process.exitCode = await main(process.argv.slice(2), processTerminal());

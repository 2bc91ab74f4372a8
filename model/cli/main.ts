import { version } from '../../package.json';
import { errorLine } from '../error-texts';
import { StudioError, toErrorData } from '../errors';
import { parseArguments } from './arguments';
import type { Command } from './command';
import { completeCommand } from './complete-command';
import { evaluateCommand } from './evaluate-command';
import { exportCommand } from './export-command';
import { generalHelp, helpOf } from './help';
import { importCommand } from './import-command';
import { inspectCommand } from './inspect-command';
import { Output } from './output';
import { printable } from './phrases';
import { resumeCommand } from './resume-command';
import { sampleCommand } from './sample-command';
import type { Terminal } from './terminal';
import { trainCommand } from './train-command';

export const commands: readonly Command[] = [
  trainCommand,
  resumeCommand,
  evaluateCommand,
  sampleCommand,
  completeCommand,
  inspectCommand,
  importCommand,
  exportCommand,
];

/** Runs one command. @returns the exit code: 0, or 1 after an error message on stderr */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await run(argv, terminal);
    return 0;
  } catch (thrown) {
    const error = toErrorData(thrown);
    terminal.stderr(`${printable(errorLine(error, 'terminal'))}\n`);
    if (error.code === 'unexpected') terminal.stderr(`${error.facts.stack}\n`);
    return 1;
  }
}

async function run([name, ...rest]: readonly string[], terminal: Terminal): Promise<void> {
  if (name === '--help') return terminal.stdout(generalHelp(commands));
  if (name === '--version') return terminal.stdout(`${version}\n`);
  if (name === undefined) {
    terminal.stderr(generalHelp(commands));
    throw new StudioError('argument-missing', { argument: 'The command' });
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    const known = [...commands.map((candidate) => candidate.name), '--help', '--version'];
    throw new StudioError('argument-unknown', { argument: name, known });
  }
  const given = parseArguments(rest, command.options);
  if (given.has('help')) return terminal.stdout(helpOf(command));
  given.requireAll();
  await command.run(given, new Output(terminal, given.has('json')), terminal);
}

import type { Arguments, Options } from './arguments';
import type { Output } from './output';
import type { Terminal } from './terminal';

/** One command of the command line. It loads TensorFlow only once it needs it. */
export interface Command {
  name: string;
  /** One line of help. */
  summary: string;
  options: Options;
  /** Further lines of help. */
  notes?: () => string[];
  run(given: Arguments, output: Output, terminal: Terminal): void | Promise<void>;
}

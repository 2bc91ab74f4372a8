import type { Arguments, Options } from './arguments';
import type { Output } from './output';
import type { Terminal } from './terminal';

/** One command of the command line. It loads TensorFlow only when it is sure to need it. */
export interface Command {
  name: string;
  /** One line for a person. */
  summary: string;
  options: Options;
  /** What else the help tells. */
  notes?: () => string[];
  run(given: Arguments, output: Output, terminal: Terminal): void | Promise<void>;
}

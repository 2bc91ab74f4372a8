import { printable } from './phrases';
import type { Terminal } from './terminal';

/** The least time between a line of progress and the line before it. */
const progressMilliseconds = 5000;

/**
 * The output of a command: lines for a person, or with --json one JSON object per line and nothing else on stdout.
 */
export class Output {
  readonly #terminal: Terminal;
  readonly #isJson: boolean;
  #lastLine = performance.now();

  constructor(terminal: Terminal, isJson: boolean) {
    this.#terminal = terminal;
    this.#isJson = isJson;
  }

  /** A result: `record` for a program, `line` for a person. */
  result(record: Readonly<Record<string, unknown>>, line?: string): void {
    if (this.#isJson) this.#terminal.stdout(`${JSON.stringify(record)}\n`);
    else if (line !== undefined) this.line(line);
  }

  /** A line for a person only. */
  line(text: string): void {
    if (this.#isJson) return;
    this.#terminal.stdout(`${printable(text)}\n`);
    this.#lastLine = performance.now();
  }

  /** A line for a person only, and only if none was printed for a while. */
  progress(text: () => string): void {
    if (performance.now() - this.#lastLine >= progressMilliseconds) this.line(text());
  }

  /** A note on stderr, with --json too. */
  note(text: string): void {
    this.#terminal.stderr(`${printable(text)}\n`);
  }
}

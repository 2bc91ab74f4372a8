import type { Terminal } from './terminal';

/** A line of progress no sooner than this after the line before. */
const progressMilliseconds = 5000;

/** What a command says: lines for a person, or with --json one JSON object a line and nothing else on stdout. */
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

  /** For a person only. */
  line(text: string): void {
    if (this.#isJson) return;
    this.#terminal.stdout(`${text}\n`);
    this.#lastLine = performance.now();
  }

  /** For a person only, and only when nothing was said for a while. */
  progress(text: () => string): void {
    if (performance.now() - this.#lastLine >= progressMilliseconds) this.line(text());
  }

  /** For a person, whoever reads the results. */
  note(text: string): void {
    this.#terminal.stderr(`${text}\n`);
  }
}

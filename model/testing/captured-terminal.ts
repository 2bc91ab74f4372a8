import { main } from '../cli/main';

/** The exit code and output of a command. */
export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export type JsonLine = Record<string, unknown>;

/** A terminal that records output and lets a test press Ctrl-C. */
export class CapturedTerminal {
  output = { stdout: '', stderr: '' };
  hasQuit = false;
  #listeners = new Set<() => void>();

  /** @param onListening called as soon as a command can be interrupted */
  constructor(private readonly onListening: (terminal: CapturedTerminal) => void = () => undefined) {}

  readonly stdout = (text: string) => void (this.output.stdout += text);
  readonly stderr = (text: string) => void (this.output.stderr += text);
  readonly quit = () => void (this.hasQuit = true);

  onInterrupt(listener: () => void): () => void {
    this.#listeners.add(listener);
    queueMicrotask(() => this.onListening(this));
    return () => void this.#listeners.delete(listener);
  }

  interrupt(): void {
    for (const listener of this.#listeners) listener();
  }

  get isListening(): boolean {
    return this.#listeners.size > 0;
  }
}

/** Runs a command in this process. */
export async function runCommand(
  args: readonly string[],
  terminal = new CapturedTerminal(),
): Promise<CommandResult> {
  const code = await main(args, terminal);
  return { code, ...terminal.output };
}

/** Runs a command with --json and parses every line of stdout. */
export async function runForJson(args: readonly string[]): Promise<CommandResult & { lines: JsonLine[] }> {
  const result = await runCommand([...args, '--json']);
  const lines = result.stdout.split('\n').slice(0, -1);
  return { ...result, lines: lines.map((line) => JSON.parse(line) as JsonLine) };
}

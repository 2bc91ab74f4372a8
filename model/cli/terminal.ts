/** The output streams and interruptions of a command. Tests use their own. */
export interface Terminal {
  /** Writes results. */
  stdout(text: string): void;
  /** Writes everything that is not a result. */
  stderr(text: string): void;
  /** Calls `listener` at each Ctrl-C or signal to end, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  quit(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm forwards the Ctrl-C that the terminal has sent already; signals within this time count as one. */
const samePressMilliseconds = 500;

export function processTerminal(): Terminal {
  // Standard output is for results; messages of libraries go to stderr.
  console.log = console.info = console.debug = console.error;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    onInterrupt(listener) {
      let last = -Infinity;
      const handle = () => {
        const now = performance.now();
        if (now - last >= samePressMilliseconds) listener();
        last = now;
      };
      for (const signal of signals) process.on(signal, handle);
      return () => signals.forEach((signal) => process.off(signal, handle));
    },
    quit: () => process.exit(1),
  };
}

/** Ignores that the reader of the output has gone (`| head`), so that the work continues. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Where a command's words go and where its interruptions come from. Tests bring their own. */
export interface Terminal {
  /** Results. */
  stdout(text: string): void;
  /** Everything that is not a result when results are read by a program. */
  stderr(text: string): void;
  /** Calls `listener` at each Ctrl-C or request to end, until the function it returns is called. */
  onInterrupt(listener: () => void): () => void;
  /** Ends the process at once. */
  quit(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes on the Ctrl-C that the terminal has already sent: both are one. */
const samePressMilliseconds = 500;

export function processTerminal(): Terminal {
  // Standard output belongs to the results; what libraries have to say goes beside it.
  console.log = console.info = console.debug = console.error;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    onInterrupt(listener) {
      let last = -Infinity;
      const hear = () => {
        const now = performance.now();
        if (now - last >= samePressMilliseconds) listener();
        last = now;
      };
      for (const signal of signals) process.on(signal, hear);
      return () => signals.forEach((signal) => process.off(signal, hear));
    },
    quit: () => process.exit(1),
  };
}

/** Whoever read the output has gone (`| head`); the work goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Files of runs that the system opens with the program. They wait here until the page imports them. */
import path from 'path';

/** The ending by which systems know the files that the program opens; installers register it. */
const ending = '.pixelcnn';

export class OpenedFiles {
  readonly #waiting: string[] = [];

  /** @param announce tells the page that a file waits */
  constructor(private readonly announce: () => void) {}

  /**
   * Takes the files among the arguments of a start of the program, and leaves its switches.
   * @param folder the working folder of that start
   */
  takeArguments(args: readonly string[], folder: string): void {
    const files = args.filter((arg) => !arg.startsWith('-') && arg.toLowerCase().endsWith(ending));
    for (const file of files) this.add(path.resolve(folder, file));
  }

  add(file: string): void {
    this.#waiting.push(file);
    this.announce();
  }

  /** Tells a page that has just loaded of the files that wait. */
  announceAgain(): void {
    for (let left = this.#waiting.length; left > 0; left--) this.announce();
  }

  /** The next file, which then waits no more. */
  next(): string | undefined {
    return this.#waiting.shift();
  }
}

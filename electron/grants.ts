/** Which files and folders the page may name: those a person chose in a dialog, dropped, or used before. */
import { StudioError } from '../model/errors';

export class Grants {
  readonly #paths = new Set<string>();

  constructor(paths: readonly string[]) {
    for (const path of paths) this.add(path);
  }

  add(path: string): void {
    this.#paths.add(path);
  }

  /** @throws StudioError folder-unreachable */
  require(path: string): string {
    if (this.#paths.has(path)) return path;
    throw new StudioError('folder-unreachable', {
      folder: path,
      reason: 'It was not chosen in a dialog or dropped on the window',
    });
  }
}

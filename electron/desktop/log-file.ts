/** The program's log: one line per event, and one older file. */
import fs from 'fs';
import path from 'path';
import { makeFolder } from '../../model/files/make-folder';

const largest = 1_000_000;

export class LogFile {
  constructor(readonly file: string) {}

  /** Adds a line with the time. Failure to write it is only printed. */
  readonly write = (text: string): void => {
    try {
      makeFolder(path.dirname(this.file));
      if (fs.existsSync(this.file) && fs.statSync(this.file).size > largest) {
        fs.renameSync(this.file, `${this.file}.1`);
      }
      fs.appendFileSync(this.file, `${new Date().toISOString()} ${text}\n`);
    } catch (thrown) {
      console.error(text, thrown);
    }
  };

  /** The last `count` lines, oldest first, including lines of the older file. */
  tail(count: number): string[] {
    const lines = [`${this.file}.1`, this.file].reduce<string[]>(
      (all, file) => all.concat(linesOf(file)),
      [],
    );
    return lines.slice(-count);
  }
}

function linesOf(file: string): string[] {
  try {
    return fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

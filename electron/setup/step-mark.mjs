import fs from 'node:fs';
import path from 'node:path';

/**
 * A file that a step writes when it has finished, with what it was done from. Another text means that it has to be
 * done again.
 */
export class StepMark {
  /** @param {string} file */
  constructor(file) {
    this.file = file;
  }

  /** @param {string} text */
  says(text) {
    return fs.existsSync(this.file) && fs.readFileSync(this.file, 'utf8') === text;
  }

  /**
   * Writes a new file, since other clones may have hard links to the old one.
   * @param {string} text
   */
  set(text) {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(`${this.file}.unfinished`, text);
    fs.renameSync(`${this.file}.unfinished`, this.file);
  }

  remove() {
    fs.rmSync(this.file, { force: true });
  }
}

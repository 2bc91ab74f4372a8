import fs from 'node:fs';
import path from 'node:path';
import { writeFileWhole } from '../files/write-file';

/**
 * Puts `text` into README.md between the marks `<!-- name: made by … -->` and `<!-- /name -->`.
 * @throws Error where these marks are missing
 */
export function writeBetween(name: string, command: string, text: string): void {
  const file = path.resolve('README.md');
  const readme = fs.readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name}: made by ${command} -->`, `<!-- /${name} -->`];
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`README.md has no place for the table, between ${begin} and ${end}`);
  const unformatted = `<!-- prettier-ignore-start -->\n\n${text}\n\n<!-- prettier-ignore-end -->`;
  writeFileWhole(file, `${readme.slice(0, from + begin.length)}\n\n${unformatted}\n\n${readme.slice(to)}`);
}

import fs from 'node:fs';
import path from 'node:path';

/** Everything below a folder by name: the bytes of each file in base64, and `folder` for each folder. */
export function contentsOf(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const entry = (name: string) => {
    const file = path.join(folder, name);
    return fs.statSync(file).isFile() ? fs.readFileSync(file, 'base64') : 'folder';
  };
  return Object.fromEntries(names.map((name) => [name, entry(name)]));
}

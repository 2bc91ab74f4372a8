import fs from 'node:fs';
import path from 'node:path';

/**
 * Corrects tfjs-node 4.22: calls of two functions that Node 23 removed, and an installer that it loads only to find
 * its addon, with packages that have known vulnerabilities.
 * @param {string} tfjsNode its folder
 * @param {string} addon the addon's file
 */
export function mendTfjsNode(tfjsNode, addon) {
  for (const name of ['dist/nodejs_kernel_backend.js', 'dist/kernels/TopK.js']) {
    mend(path.join(tfjsNode, name), (text) =>
      text
        .replace(/\(0, util_1\.isNullOrUndefined\)\((\w+)\)/g, '($1 == null)')
        .replace(/\(0, util_1\.isArray\)/g, 'Array.isArray'),
    );
  }
  const main = path.join(tfjsNode, 'dist/index.js');
  const place = path.relative(path.dirname(main), addon).split(path.sep).join('/');
  const earlier = /path\.join\(__dirname, '\.\.\/lib\/[^']*'\)/;
  mend(main, (text) =>
    text
      .replace("var binary = require('@mapbox/node-pre-gyp');\n", '')
      .replace(
        "binary.find(path.resolve(path.join(__dirname, '/../package.json')))",
        "path.join(__dirname, '../lib/')",
      )
      .replace(earlier, `path.join(__dirname, '${place}')`),
  );
}

/**
 * Writes a new file, since other clones may have hard links to the old one.
 * @param {string} file
 * @param {(text: string) => string} change
 */
function mend(file, change) {
  fs.writeFileSync(`${file}.unfinished`, change(fs.readFileSync(file, 'utf8')));
  fs.renameSync(`${file}.unfinished`, file);
}

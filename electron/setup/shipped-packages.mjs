/**
 * Which packages of node_modules a package of the program carries: what the jobs load. What tfjs-node and its parts name
 * only for their installation and their command lines is left out.
 */

/** @typedef {{ version?: string, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, optional?: boolean, dev?: boolean }} Locked */
/** @typedef {Record<string, Locked>} Lock the packages of package-lock.json, by their folders */

/** tfjs-node finds its addon without the first, see mend-tfjs-node.mjs; nothing of the others is loaded by the program. */
const neverLoaded = [
  ...['@mapbox/node-pre-gyp', 'adm-zip', 'https-proxy-agent', 'rimraf', 'tar'],
  ...['argparse', 'chalk', 'core-js', 'regenerator-runtime', 'yargs'],
];
/** @param {string} name */
const isLoaded = (name) => !neverLoaded.includes(name) && !/^@(types|webgpu)\//.test(name);

/**
 * The folders of the packages that are carried, such as node_modules/sharp.
 * @param {Lock} lock
 * @returns {string[]} sorted
 */
export function shippedPackages(lock) {
  const shipped = new Set();
  /** @param {string} place */
  const take = (place) => {
    for (const name of Object.keys(needsOf(lock, place)).filter(isLoaded)) {
      const found = resolved(lock, place, name);
      if (!found || shipped.has(found)) continue;
      shipped.add(found);
      take(found);
    }
  };
  take('');
  return [...shipped].sort();
}

/**
 * The names of the packages that are not carried. The packager arranges folders in its own way, so that they go by name.
 * @param {Lock} lock
 * @returns {string[]} sorted
 */
export function leftOutPackages(lock) {
  const shipped = new Set(shippedPackages(lock).map(nameOf));
  const named = Object.keys(lock).filter((place) => place && !lock[place]?.dev);
  return [...new Set(named.map(nameOf))].filter((name) => !shipped.has(name)).sort();
}

/**
 * The name of a package by its folder.
 * @param {string} place
 */
export const nameOf = (place) => String(place.split('node_modules/').pop());

/**
 * @param {Lock} lock
 * @param {string} place
 */
const needsOf = (lock, place) => ({ ...lock[place]?.dependencies, ...lock[place]?.optionalDependencies });

/**
 * The folder that `require(name)` finds from another folder.
 * @param {Lock} lock
 * @param {string} place
 * @param {string} name
 * @returns {string | undefined}
 */
function resolved(lock, place, name) {
  const found = `${place ? `${place}/` : ''}node_modules/${name}`;
  if (lock[found]) return found;
  if (!place) return undefined;
  return resolved(lock, place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/'))), name);
}

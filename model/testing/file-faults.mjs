/**
 * Makes chosen operations on the files of a folder fail, or kills the process at them. Works in the process of a test,
 * and in another one: `node --import …/file-faults.mjs`, with the fault as JSON in the environment.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/**
 * `kill` kills the process before the operation; `half` does half of a write first. With a system error code (EIO,
 * ENOSPC …) the operation fails.
 * @typedef {'kill' | 'half' | 'EIO' | 'ENOSPC' | 'EPERM' | 'EXDEV'} Fault
 * @typedef {{ number: number, name: string, file: string }} Operation counted from 0
 * @typedef {(operation: Operation) => Fault | undefined} Decide
 */

export const faultVariable = 'PIXELCNN_STUDIO_FILE_FAULT';

/** All synchronous calls that change files; the first argument is the path or the handle. */
const changing = /** @type {const} */ ([
  'openSync',
  'writeSync',
  'writeFileSync',
  'appendFileSync',
  'fsyncSync',
  'ftruncateSync',
  'truncateSync',
  'renameSync',
  'linkSync',
  'copyFileSync',
  'unlinkSync',
  'mkdirSync',
  'rmdirSync',
  'rmSync',
]);

/** @typedef {(...args: any[]) => any} Call */
const calls = /** @type {Record<string, Call>} */ (/** @type {unknown} */ (fs));

/**
 * Calls `decide` before every operation below `folder`, until `restore` is called.
 * @param {string} folder
 * @param {Decide} decide
 */
export function injectFaults(folder, decide) {
  const original = { ...calls };
  const { copyFile } = fs.promises;
  /** @type {Map<number, string>} */
  const open = new Map();
  /** @type {Operation[]} */
  const operations = [];
  // Some of these calls use others of them, which are not operations of their own.
  let isInside = false;

  for (const name of changing) {
    const act = /** @type {Call} */ (original[name]);
    calls[name] = (...args) => {
      const file = typeof args[0] === 'number' ? open.get(args[0]) : String(args[0]);
      if (isInside || !file?.startsWith(folder) || isReading(name, args)) return act(...args);
      const operation = { number: operations.length, name, file };
      operations.push(operation);
      isInside = true;
      try {
        fail(decide(operation), operation, args, act);
        const result = act(...args);
        if (name === 'openSync') open.set(result, file);
        return result;
      } finally {
        isInside = false;
      }
    };
  }
  fs.promises.copyFile = async (from, to, mode) => {
    const operation = { number: operations.length, name: 'copyFile', file: String(to) };
    if (operation.file.startsWith(folder)) {
      operations.push(operation);
      fail(decide(operation), operation, [from, to], () => undefined);
    }
    return copyFile(from, to, mode);
  };
  calls['closeSync'] = (handle) => {
    open.delete(handle);
    return /** @type {Call} */ (original['closeSync'])(handle);
  };
  syncBuiltinESMExports();

  return {
    operations,
    restore() {
      fs.promises.copyFile = copyFile;
      Object.assign(
        calls,
        Object.fromEntries([...changing, 'closeSync'].map((name) => [name, original[name]])),
      );
      syncBuiltinESMExports();
    },
  };
}

/**
 * @param {string} name
 * @param {unknown[]} args
 */
function isReading(name, args) {
  if (name !== 'openSync') return false;
  const flags = args[1] ?? 'r';
  return typeof flags === 'number' ? (flags & 3) === fs.constants.O_RDONLY : flags === 'r';
}

/**
 * @param {Fault | undefined} fault
 * @param {Operation} operation
 * @param {any[]} args
 * @param {Call} act
 */
function fail(fault, { name, file }, args, act) {
  if (!fault) return;
  if (fault === 'half' && /^(write|append)/.test(name)) act(args[0], halfOf(args[1]), ...args.slice(2));
  if (fault === 'half' || fault === 'kill') process.kill(process.pid, 'SIGKILL');
  const error = new Error(`${fault}: ${name}, '${file}'`);
  throw Object.assign(error, { code: fault, syscall: name.replace('Sync', ''), path: file });
}

/** @param {string | Uint8Array} data */
function halfOf(data) {
  return data.slice(0, Math.floor(data.length / 2));
}

const wanted = process.env[faultVariable];
if (wanted !== undefined) {
  const { folder, at, fault } = JSON.parse(wanted);
  injectFaults(folder, ({ number }) => (number === at ? fault : undefined));
}

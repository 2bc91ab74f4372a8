import { run, works } from './command.mjs';
import { SetupProblem } from './problem.mjs';

// Reads libraries of Linux, macOS and Windows with LLVM's tools.

/** @typedef {'elf' | 'mach-o' | 'coff'} Format */

/** Throws if LLVM's tools are missing. */
export function requireLlvm() {
  if (works('llvm-nm', '--version') && works('llvm-objdump', '--version')) return;
  throw new SetupProblem(
    'LLVM’s tools are needed to read the libraries of other systems.',
    'Install them (Debian, Ubuntu: apt-get install llvm), then run the same command again.',
  );
}

/**
 * The functions of TensorFlow's C interface that a library, or the import library of one, has.
 * @param {string} file
 * @param {Format} format
 */
export async function cFunctionsIn(file, format) {
  const kind = format === 'elf' ? '--dynamic' : '--extern-only';
  return cNames(await run('llvm-nm', [kind, '--defined-only', '--just-symbol-name', file]));
}

/**
 * The functions of TensorFlow's C interface that a library expects from another one.
 * @param {string} file
 * @param {Exclude<Format, 'coff'>} format
 */
export async function cFunctionsNeededBy(file, format) {
  const kind = format === 'elf' ? '--dynamic' : '--extern-only';
  return cNames(await run('llvm-nm', [kind, '--undefined-only', '--just-symbol-name', file]));
}

/**
 * The functions of TensorFlow's C interface that a library of macOS takes from one of TensorFlow's libraries, instead of
 * looking for them in whatever is loaded.
 * @param {string} file
 */
export async function cFunctionsBoundBy(file) {
  const output = await run('llvm-nm', ['-m', '--undefined-only', file]);
  return cNames(
    [...output.matchAll(/external (\S+) \(from libtensorflow/g)].map((match) => match[1]).join('\n'),
  );
}

/**
 * What a library says about itself.
 * @param {string} file
 * @param {Format} format
 * @returns {Promise<{ kind: string, libraries: string[], searched: string[] }>} `libraries`: those that it loads;
 *   `searched`: the folders in which they are looked for
 */
export async function headersOf(file, format) {
  const options = format === 'mach-o' ? ['--macho'] : [];
  const text = await run('llvm-objdump', [...options, '--private-headers', file]);
  /** @param {RegExp} pattern */
  const all = (pattern) => [...text.matchAll(pattern)].map((match) => String(match[1]));
  const [, kind] = text.match(/file format (\S+)/) ?? [];
  // Magic number, processor, its variant, capabilities, and what the file is.
  const [, processor, what] = text.match(/MH_MAGIC_64\s+(\w+)\s+\w+\s+\w+\s+(\w+)/) ?? [];
  const libraries = {
    elf: /^\s+NEEDED\s+(\S+)/gm,
    'mach-o': /cmd LC_LOAD_DYLIB\n.*\n\s+name (\S+)/g,
    coff: /DLL Name: (\S+)/g,
  };
  const searched = format === 'elf' ? /^\s+R(?:UN)?PATH\s+(\S+)/gm : /cmd LC_RPATH\n.*\n\s+path (\S+)/g;
  return {
    kind: kind ?? `mach-o ${processor} ${what}`,
    libraries: all(libraries[format]),
    searched: all(searched),
  };
}

/** @param {string} output a name in each line, in Mach-O after an underscore, in ELF with a version */
function cNames(output) {
  const names = output.split('\n').flatMap((line) => line.match(/^_?(TFE?_\w+)/)?.[1] ?? []);
  return new Set(names);
}

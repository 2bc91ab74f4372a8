import fs from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { cacheFolder } from './places.mjs';
import { StepMark } from './step-mark.mjs';
import { fetchWheel, unpackWheel } from './wheel.mjs';

/** Zig, whose C++ compiler makes programs for other systems and has their headers. */
const zig = {
  requirement: 'ziglang==0.13.0',
  platform: 'manylinux_2_12_x86_64',
  file: 'ziglang-0.13.0-py3-none-manylinux_2_12_x86_64.manylinux2010_x86_64.musllinux_1_1_x86_64.whl',
  sha256: '3ce0c9f16547e5d61b32e0d226926e9a2552ef4b91fccf7ab5ea1a623a77824b',
  bytes: 80_896_325,
};

/** Where it is unpacked, and keeps what it has compiled of its own libraries: for one place only. */
const folder = path.join(cacheFolder, 'zig');

/**
 * Unpacks the compiler for other systems if it is not there yet.
 * @param {import('./steps.mjs').Report} report
 * @returns runs one of its commands (`c++`, `dlltool`)
 */
export async function crossCompiler(report) {
  const program = path.join(folder, 'ziglang/zig');
  const mark = new StepMark(path.join(folder, 'unpacked'));
  if (!mark.says(zig.sha256)) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    await unpackWheel(await fetchWheel(zig, report), folder, 360_000_000, ['ziglang/'], report);
    fs.chmodSync(program, 0o755);
    mark.set(zig.sha256);
  }
  const compiled = path.join(folder, 'compiled');
  const env = { ZIG_GLOBAL_CACHE_DIR: compiled, ZIG_LOCAL_CACHE_DIR: compiled };
  /** @param {string[]} args */
  return (...args) => run(program, args, { env });
}

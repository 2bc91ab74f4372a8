/** Measures the window with a separate program, since the engine does not know the window. */
import childProcess from 'node:child_process';
import { promisify } from 'node:util';
import { figures, type Figures } from './measure';

export async function benchWindow(): Promise<Record<string, Figures>> {
  const program = ['electron/setup/window-bench.mjs'];
  const { stdout } = await promisify(childProcess.execFile)(process.execPath, program);
  const samples = JSON.parse(stdout.trim().split('\n').at(-1) as string) as Record<string, number[]>;
  const all = Object.entries(samples).map(([name, times]) => figures(name, times));
  return { studio: Object.assign({}, ...all) };
}

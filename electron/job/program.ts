/** The Node that runs the jobs, and its environment. */
import path from 'path';
import { onProcessorOnly, tensorflowEnvironment } from '../setup/tensorflow-environment.mjs';
import type { JobProgram } from './host';

/**
 * Chooses the Node of the jobs: in a package the one that it carries; from source the one that STUDIO_NODE names, that
 * started npm, or on the PATH. It is never Electron, whose process holds the system's GLib, while sharp brings its own.
 * @param script the job's file
 * @param resources the package's resources folder; undefined if the program runs from source
 */
export function jobProgram(script: string, resources: string | undefined): JobProgram {
  const env: JobProgram['env'] = { ...process.env, ...tensorflowEnvironment() };
  if (resources === undefined) {
    return { command: env['STUDIO_NODE'] ?? env['npm_node_execpath'] ?? 'node', args: [script], env };
  }
  // Options and libraries for somebody's other programs would be those of the carried Node.
  delete env['NODE_OPTIONS'];
  delete env['LD_PRELOAD'];
  const command = path.join(resources, process.platform === 'win32' ? 'node.exe' : 'node');
  return { command, args: [script], env };
}

/** Returns the program without a graphics card, which is left to the training. */
export function withoutCard(program: JobProgram): JobProgram {
  return { ...program, env: { ...program.env, ...onProcessorOnly() } };
}

/** Limits processes that start from now on to this many cores; null for all. */
export function useCores({ env }: JobProgram, cores: number | null): void {
  const { TF_NUM_INTEROP_THREADS } = tensorflowEnvironment();
  env['TF_NUM_INTEROP_THREADS'] = String(Math.min(cores ?? Infinity, Number(TF_NUM_INTEROP_THREADS)));
}

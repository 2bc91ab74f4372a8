/** Which Node runs the jobs, and with what environment. */
import fs from 'fs';
import path from 'path';
import { onProcessorOnly, tensorflowEnvironment } from '../setup/tensorflow-environment.mjs';
import type { JobProgram } from './host';

const oldestNode = 20;

/**
 * Electron itself where its Node is new enough; in a package of an older Electron the Node it carries; else the one
 * that STUDIO_NODE names, that npm started the program with, or on the PATH.
 * @param script the job's file
 * @param resources the package's resources folder; undefined when the program runs from its source
 */
export function jobProgram(script: string, resources: string | undefined): JobProgram {
  const env = { ...process.env, ...tensorflowEnvironment() };
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) {
    return { command: process.execPath, args: [script], env: { ...env, ELECTRON_RUN_AS_NODE: '1' } };
  }
  const carried = resources && path.join(resources, process.platform === 'win32' ? 'node.exe' : 'node');
  const started = process.env['STUDIO_NODE'] ?? process.env['npm_node_execpath'] ?? 'node';
  return { command: carried && fs.existsSync(carried) ? carried : started, args: [script], env };
}

/** The same for jobs that look and draw, and leave a graphics card to the training. */
export function withoutCard(program: JobProgram): JobProgram {
  return { ...program, env: { ...program.env, ...onProcessorOnly() } };
}

/** Lets processes that start from now on use so many cores; all of them with null. */
export function useCores({ env }: JobProgram, cores: number | null): void {
  const { TF_NUM_INTEROP_THREADS } = tensorflowEnvironment();
  env['TF_NUM_INTEROP_THREADS'] = String(Math.min(cores ?? Infinity, Number(TF_NUM_INTEROP_THREADS)));
}

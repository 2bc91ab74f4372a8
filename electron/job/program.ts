/** The Node that runs the jobs, and its environment. */
import fs from 'fs';
import path from 'path';
import { onProcessorOnly, tensorflowEnvironment } from '../setup/tensorflow-environment.mjs';
import type { JobProgram } from './host';

const oldestNode = 20;

/**
 * Chooses the Node of the jobs: Electron itself if its Node is new enough; in a package of an older Electron the Node in
 * the package; otherwise the one that STUDIO_NODE names, that started npm, or on the PATH.
 * @param script the job's file
 * @param resources the package's resources folder; undefined if the program runs from source
 */
export function jobProgram(script: string, resources: string | undefined): JobProgram {
  const env: JobProgram['env'] = { ...process.env, ...tensorflowEnvironment() };
  // Options for somebody's other Node programs would be options of the packed one.
  if (resources) delete env['NODE_OPTIONS'];
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) {
    return { command: process.execPath, args: [script], env: { ...env, ELECTRON_RUN_AS_NODE: '1' } };
  }
  const packed = resources && path.join(resources, process.platform === 'win32' ? 'node.exe' : 'node');
  const installed = process.env['STUDIO_NODE'] ?? process.env['npm_node_execpath'] ?? 'node';
  return { command: packed && fs.existsSync(packed) ? packed : installed, args: [script], env };
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

import os from 'node:os';
import { device } from './device';
import type { Usage } from '../reports';

/** Computed once, since it does not change within a process. */
let computes: string | undefined;

/** The device this process computes on, and the memory it uses. */
export function usage(): Usage {
  computes ??= described();
  return { device: computes, memoryBytes: process.memoryUsage.rss() };
}

function described(): string {
  const { kind, name } = device();
  return kind === 'gpu' ? name : `${name}, ${os.cpus().length} cores`;
}

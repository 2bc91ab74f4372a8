import os from 'node:os';
import { device } from './device';
import type { Usage } from '../reports';

/** Found out once: it stays the same as long as the process lives. */
let computes: string | undefined;

/** What this process computes on, and the memory it holds. */
export function usage(): Usage {
  computes ??= described();
  return { device: computes, memoryBytes: process.memoryUsage.rss() };
}

function described(): string {
  const { kind, name } = device();
  return kind === 'gpu' ? name : `${name}, ${os.cpus().length} cores`;
}

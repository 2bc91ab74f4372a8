/**
 * Which process of which machine it is, in a form that another process can look up later. Plain Node, and old enough
 * calls for the oldest Electron's main process.
 */
import fs from 'fs';
import os from 'os';
import * as v from 'valibot';
import { codeOf } from '../files/make-folder';

export const processIdentity = v.object({
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  host: v.string(),
  /** Of Linux, which boot and which container: only within one do numbers of processes mean the same. */
  system: v.string(),
  /** When the process began, in ticks of Linux; empty elsewhere. A later process may get the same number. */
  started: v.string(),
});
export type ProcessIdentity = v.InferOutput<typeof processIdentity>;

export function thisProcess(): ProcessIdentity {
  const { pid } = process;
  return { pid, host: os.hostname(), system: thisSystem(), started: startOf(pid) ?? '' };
}

/** Whether a process still runs; undefined where this cannot be told from here. */
export function isRunning({ pid, host, system, started }: ProcessIdentity): boolean | undefined {
  if (host !== os.hostname() || system !== thisSystem()) return undefined;
  const now = startOf(pid);
  if (now === undefined) return false;
  return now && started ? now === started : undefined;
}

function thisSystem(): string {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/** When a process of this system began; empty where the system does not say, undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    // proc(5): the name of the program, in brackets, may hold anything; then come the state and 18 more before the start.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isOver = /^[ZX]/.test(fields[0] ?? '');
    return isOver ? undefined : (fields[19] ?? '');
  } catch {
    return exists(pid) ? '' : undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Somebody else's process may not be signalled.
    return codeOf(thrown) === 'EPERM';
  }
}

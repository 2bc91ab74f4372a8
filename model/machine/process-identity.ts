/**
 * Identifies a process on a machine, so that another process can check later whether it still runs. The main process
 * of the oldest Electron loads this, so it uses only calls of plain old Node.
 */
import fs from 'fs';
import os from 'os';
import * as v from 'valibot';
import { codeOf } from '../files/make-folder';

export const processIdentity = v.object({
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  host: v.string(),
  /** On Linux, the boot and the PID namespace, since process numbers are valid only within one; empty elsewhere. */
  system: v.string(),
  /**
   * On Linux, when the process began, in clock ticks, since a later process may get the same number; empty elsewhere.
   */
  started: v.string(),
});
export type ProcessIdentity = v.InferOutput<typeof processIdentity>;

export function thisProcess(): ProcessIdentity {
  const { pid } = process;
  return { pid, host: os.hostname(), system: thisSystem(), started: startOf(pid) ?? '' };
}

/** Whether a process still runs; undefined where this process cannot know. */
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

/**
 * When a process of this system began; empty where the system does not say, undefined where there is no such process.
 */
function startOf(pid: number): string | undefined {
  try {
    // proc(5): the program's name, in brackets, may hold any characters; then come the state and 18 more fields
    // before the start.
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
    // EPERM: the process exists but belongs to another user.
    return codeOf(thrown) === 'EPERM';
  }
}

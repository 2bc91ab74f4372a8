import os from 'os';

/** The machine, for readers of a run's timings. */
export function machine(): { platform: string; cpu: string; cores: number; memoryBytes: number } {
  const cpus = os.cpus();
  return {
    platform: `${os.platform()} ${os.arch()}`,
    cpu: cpus[0]?.model ?? '',
    cores: cpus.length,
    memoryBytes: os.totalmem(),
  };
}

/** The program's job processes. */
import { JobHost } from './job/host';
import { jobProgram, useCores, withoutCard } from './job/program';
import { jobScript, packedResources } from './paths';

export class Jobs {
  /** Trains, on a graphics card if there is one. */
  readonly training: JobHost;
  /** Reads, inspects and draws for the page, independently of a training. */
  readonly interactive: JobHost;
  /** Checks causality, which takes long. */
  readonly checking: JobHost;
  readonly #programs;

  /** @param log receives the output of the jobs */
  constructor(log: (text: string) => void) {
    const fast = jobProgram(jobScript, packedResources);
    const exact = withoutCard(fast);
    this.#programs = [fast, exact];
    this.training = new JobHost('training', fast, log);
    this.interactive = new JobHost('interactive', exact, log);
    this.checking = new JobHost('checking', exact, log);
  }

  /** Limits the jobs to this many cores; null for all. Running jobs are replaced once they are idle. */
  useCores(cores: number | null): void {
    for (const program of this.#programs) useCores(program, cores);
    for (const job of this.#all) job.retire();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#all.map((job) => job.stop()));
  }

  get #all(): JobHost[] {
    return [this.training, this.interactive, this.checking];
  }
}

/** Training: one run at a time. */
import path from 'path';
import { StudioError, toErrorData } from '../model/errors';
import { requireClasses } from '../model/images/require-classes';
import { findPreset } from '../model/presets';
import type { TrainingEvent } from '../model/events';
import type { WeightsSnapshot } from '../model/reports';
import { createRun } from '../model/training/create-run';
import { requireUntrained } from '../model/training/run-lock';
import type { Events } from './api/contract';
import type { TrainingPhase, TrainingState, trainingCalls } from './api/training';
import type { Grants } from './grants';
import { requireSettings } from './ipc';
import type { HandlersOf } from './api/declare';
import type { JobHost } from './job/host';
import type { JobRequests } from './job/messages';
import type { RunLibrary } from './run-library';

export interface RunsNeeds {
  training: Pick<JobHost, 'ask' | 'stop'>;
  library: RunLibrary;
  grants: Grants;
  /** Asks a person for a folder; null when they cancel. */
  chooseFolder(title: string): Promise<string | null>;
  tell<N extends keyof Events>(name: N, payload: Events[N]): void;
}

export class Runs {
  #state: TrainingState = { phase: 'idle', run: null, endsWithEpoch: false, error: null };
  #ended: Promise<void> = Promise.resolve();

  constructor(private readonly needs: RunsNeeds) {}

  /** Ends a training with a checkpoint; the run can be resumed. */
  async stop(): Promise<void> {
    if (this.#state.phase === 'idle') return;
    this.#become({ phase: 'stopping' });
    await this.needs.training.ask('stop', null).answer.catch(() => {});
    await this.#ended;
  }

  /** The run that is being trained, if any. */
  get trained(): string | null {
    return this.#state.phase === 'idle' ? null : this.#state.run;
  }

  /** The weights of this run as they are now, if it is being trained. */
  async snapshot(id: string): Promise<WeightsSnapshot | null> {
    if (this.#state.run !== id || this.#state.phase === 'idle' || this.#state.phase === 'starting')
      return null;
    return this.needs.training.ask('snapshot', null).answer.catch(() => null);
  }

  readonly handlers: HandlersOf<typeof trainingCalls> = {
    startTraining: (folder, input, preset, excluded) => {
      this.#requireIdle();
      const { library, grants } = this.needs;
      const settings = requireSettings(input);
      const dataFolder = grants.require(folder);
      const name = `${findPreset(preset)?.label ?? 'Custom'} on ${path.basename(dataFolder)}`;
      const begin = () => {
        this.#requireIdle();
        const id = library.reserve();
        try {
          createRun(library.runFolder(id), { name, preset, settings, dataFolder, excluded });
        } catch (thrown) {
          library.giveBack(id);
          throw thrown;
        }
        this.#train(id, { resume: false });
        return id;
      };
      if (settings.classes !== 'folders') return begin();
      return requireClasses(dataFolder, settings, excluded).then(begin);
    },

    resumeRun: (id, checkpoint) => {
      const { library, chooseFolder } = this.needs;
      this.#requireIdle(id);
      requireUntrained(library.runFolder(id));
      const request = { resume: true, ...(checkpoint !== null && { checkpoint }) };
      const { dataFolder, name } = library.record(id);
      if (dataFolder) {
        this.#train(id, request);
        return undefined;
      }
      // An imported run does not know where its images are on this machine.
      return chooseFolder(`Images of “${name}”`).then((chosen) => {
        if (chosen === null) throw new StudioError('cancelled', {});
        this.#requireIdle(id);
        this.#train(id, { ...request, dataFolder: chosen });
        return undefined;
      });
    },

    pauseTraining: async () => {
      if (this.#state.phase !== 'running') return undefined;
      this.#become({ phase: 'pausing' });
      await this.needs.training.ask('pause', null).answer;
      if (this.#phase() === 'pausing') this.#become({ phase: 'paused' });
      return undefined;
    },

    continueTraining: async () => {
      if (this.#state.phase !== 'paused' && this.#state.phase !== 'pausing') return undefined;
      this.#become({ phase: 'running' });
      await this.needs.training.ask('continue', null).answer;
      return undefined;
    },

    stopTraining: async () => {
      await this.stop();
      return undefined;
    },

    stopAfterEpoch: (isWanted) => {
      if (this.#state.phase === 'idle') return undefined;
      this.#become({ endsWithEpoch: isWanted });
      void this.needs.training.ask('stopAfterEpoch', { isWanted }).answer.catch(() => {});
      return undefined;
    },

    sampleNow: () => {
      if (this.#state.phase === 'idle') return undefined;
      void this.needs.training.ask('sampleNow', null).answer.catch(() => {});
      return undefined;
    },

    trainingState: () => this.#state,

    trainingUsage: () => {
      if (this.#state.phase === 'idle') throw new StudioError('cancelled', {});
      return this.needs.training.ask('usage', null).answer;
    },
  };

  #train(id: string, request: Omit<JobRequests['train']['argument'], 'runFolder'>): void {
    const { training, library, tell } = this.needs;
    const runFolder = library.runFolder(id);
    this.#become({ phase: 'starting', run: id, endsWithEpoch: false, error: null });
    tell('runsChanged', undefined);
    this.#ended = training
      .ask('train', { runFolder, ...request }, (events) => this.#hear(events))
      .answer.then(
        () => this.#become({ phase: 'idle', error: null }),
        (thrown: unknown) => {
          const error = toErrorData(thrown);
          if (error.code === 'job-died') library.interrupt(runFolder, error.facts.output);
          this.#become({ phase: 'idle', error });
        },
      )
      .then(() => tell('runsChanged', undefined));
  }

  #hear(events: TrainingEvent[]): void {
    const { tell } = this.needs;
    tell('training', events);
    if (events.some(({ type }) => type === 'run-started') && this.#state.phase === 'starting') {
      this.#become({ phase: 'running' });
    }
    if (events.some(({ type }) => type === 'checkpoint-saved')) tell('runsChanged', undefined);
  }

  /** Read anew after a wait: another call may have changed it. */
  #phase(): TrainingPhase {
    return this.#state.phase;
  }

  #become(changes: Partial<TrainingState>): void {
    this.#state = { ...this.#state, ...changes };
    this.needs.tell('trainingState', this.#state);
  }

  /** @throws StudioError run-training if it is `wanted` that is being trained, else run-busy */
  #requireIdle(wanted?: string): void {
    const { phase, run } = this.#state;
    if (phase === 'idle' || run === null) return;
    if (run === wanted) throw new StudioError('run-training', {});
    throw new StudioError('run-busy', { run: this.needs.library.record(run).name });
  }
}

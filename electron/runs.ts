/** Trains one run at a time, and reports its state. */
import path from 'path';
import { StudioError, toErrorData, type ErrorData } from '../model/errors';
import { requireClasses } from '../model/images/require-classes';
import { findPreset } from '../model/presets';
import type { TrainingEvent } from '../model/events';
import type { WeightsSnapshot } from '../model/reports';
import { createRun } from '../model/run/create-run';
import { requireUntrained } from '../model/run/run-lock';
import type { Emit } from './api/contract';
import type { TrainingPhase, TrainingState, trainingCalls } from './api/training';
import type { FileDialogs } from './desktop/dialogs';
import type { Grants } from './grants';
import { requireSettings } from './ipc';
import type { HandlersOf } from './api/declare';
import type { JobHost } from './job/host';
import type { JobRequests } from './job/messages';
import type { RunLibrary } from './library/run-library';

export interface RunsDependencies {
  training: Pick<JobHost, 'ask' | 'kill'>;
  library: RunLibrary;
  grants: Grants;
  dialogs: Pick<FileDialogs, 'folderToRead'>;
  emit: Emit;
}

/** The time that a training without a step, and so with nothing to save, has to stop before its process is killed. */
const patienceMilliseconds = 3000;

export class Runs {
  #state: TrainingState = { phase: 'idle', run: null, endsWithEpoch: false, error: null };
  /** Resolves when the current training has ended, with or without an error. */
  #ended: Promise<void> = Promise.resolve();
  /** Whether the training has reported its start since it was started or resumed. */
  #hasStarted = false;
  /** Whether it has taken a step since then. */
  #hasStepped = false;

  constructor(private readonly dependencies: RunsDependencies) {}

  /**
   * Stops a training with a checkpoint; the run can be resumed. Before its first step the training may not respond, for
   * example while it traces the graph of a large network; then its process is killed.
   */
  async stop(): Promise<void> {
    if (this.#state.phase === 'idle') return;
    this.#become({ phase: 'stopping' });
    const { training } = this.dependencies;
    training.ask('stopTraining', null).answer.catch(() => {});
    const hasEnded = await endsWithin(patienceMilliseconds, this.#ended);
    if (!hasEnded && !this.#hasStepped) await training.kill();
    await this.#ended;
  }

  /** The run that is being trained, if any. */
  get trained(): string | null {
    return this.#state.phase === 'idle' ? null : this.#state.run;
  }

  /** Returns the current weights of this run if it is being trained. */
  async snapshot(id: string): Promise<WeightsSnapshot | null> {
    if (this.trained !== id || !this.#hasStarted) return null;
    return this.dependencies.training.ask('snapshot', null).answer.catch(() => null);
  }

  readonly handlers: HandlersOf<typeof trainingCalls> = {
    startTraining: (folder, input, preset, excluded) => {
      this.#requireIdle();
      const { library, grants } = this.dependencies;
      const settings = requireSettings(input);
      const dataFolder = grants.require(folder);
      const name = `${findPreset(preset)?.label ?? 'Custom'} on ${path.basename(dataFolder)}`;
      const begin = () => {
        this.#requireIdle();
        const id = library.reserve();
        try {
          createRun(library.runFolder(id), { name, preset, settings, dataFolder, excluded });
        } catch (thrown) {
          library.release(id);
          throw thrown;
        }
        this.#train(id, { resume: false });
        return id;
      };
      if (settings.classes !== 'folders') return begin();
      return requireClasses(dataFolder, settings, excluded).then(begin);
    },

    resumeRun: (id, checkpoint) => {
      const { library, grants, dialogs } = this.dependencies;
      this.#requireIdle(id);
      requireUntrained(library.changing(id));
      const request = { resume: true, ...(checkpoint !== null && { checkpoint }) };
      const { dataFolder, name } = library.record(id);
      if (dataFolder) {
        this.#train(id, request);
        return undefined;
      }
      // An imported run has no folder of images on this machine.
      return dialogs.folderToRead('images', `Images of “${name}”`).then((chosen) => {
        if (chosen === null) throw new StudioError('cancelled', {});
        grants.add(chosen);
        this.#requireIdle(id);
        this.#train(id, { ...request, dataFolder: chosen });
        return undefined;
      });
    },

    pauseTraining: async () => {
      if (this.#state.phase !== 'running' && this.#state.phase !== 'starting') return undefined;
      this.#become({ phase: 'pausing' });
      // A training that ends instead reports this itself.
      await this.dependencies.training.ask('pauseTraining', null).answer.catch(() => {});
      if (this.#phase() === 'pausing') this.#become({ phase: 'paused' });
      return undefined;
    },

    continueTraining: async () => {
      if (this.#state.phase !== 'paused' && this.#state.phase !== 'pausing') return undefined;
      this.#become({ phase: this.#hasStarted ? 'running' : 'starting' });
      await this.dependencies.training.ask('continueTraining', null).answer;
      return undefined;
    },

    stopTraining: async () => {
      await this.stop();
      return undefined;
    },

    stopAfterEpoch: (isWanted) => {
      if (this.#state.phase === 'idle') return undefined;
      this.#become({ endsWithEpoch: isWanted });
      void this.dependencies.training.ask('stopAfterEpoch', { isWanted }).answer.catch(() => {});
      return undefined;
    },

    sampleNow: () => {
      if (this.#state.phase === 'idle') return undefined;
      void this.dependencies.training.ask('sampleNow', null).answer.catch(() => {});
      return undefined;
    },

    trainingState: () => this.#state,

    trainingUsage: () => {
      if (this.#state.phase === 'idle') throw new StudioError('cancelled', {});
      return this.dependencies.training.ask('trainingUsage', null).answer;
    },
  };

  #train(id: string, request: Omit<JobRequests['train']['argument'], 'runFolder'>): void {
    const { training, library, emit } = this.dependencies;
    const runFolder = library.runFolder(id);
    this.#hasStarted = this.#hasStepped = false;
    this.#become({ phase: 'starting', run: id, endsWithEpoch: false, error: null });
    emit('runsChanged', undefined);
    this.#ended = training
      .ask('train', { runFolder, ...request }, (events) => this.#handle(events))
      .answer.then(
        () => this.#become({ phase: 'idle', error: null }),
        (thrown: unknown) => this.#become({ phase: 'idle', error: this.#failed(runFolder, thrown) }),
      )
      .then(() => emit('runsChanged', undefined));
  }

  /** Returns the error to show for a failed training; null if its process was killed because a person stopped it. */
  #failed(runFolder: string, thrown: unknown): ErrorData | null {
    const error = toErrorData(thrown);
    if (error.code !== 'job-died') return error;
    const isStopped = this.#phase() === 'stopping' && !this.#hasStepped;
    try {
      if (isStopped) this.dependencies.library.stop(runFolder);
      else this.dependencies.library.interrupt(runFolder, error.facts.output);
    } catch (unwritten) {
      return toErrorData(unwritten);
    }
    return isStopped ? null : error;
  }

  #handle(events: TrainingEvent[]): void {
    const { emit } = this.dependencies;
    emit('training', events);
    const has = (wanted: TrainingEvent['type']) => events.some(({ type }) => type === wanted);
    this.#hasStarted ||= has('run-started');
    this.#hasStepped ||= has('step-done');
    if (this.#hasStarted && this.#state.phase === 'starting') this.#become({ phase: 'running' });
    if (has('checkpoint-saved')) emit('runsChanged', undefined);
  }

  /** Reads the phase again after an await, since another call may have changed it. */
  #phase(): TrainingPhase {
    return this.#state.phase;
  }

  #become(changes: Partial<TrainingState>): void {
    this.#state = { ...this.#state, ...changes };
    this.dependencies.emit('trainingState', this.#state);
  }

  /** @throws StudioError run-training if `wanted` itself is being trained, run-busy if another run is */
  #requireIdle(wanted?: string): void {
    const { phase, run } = this.#state;
    if (phase === 'idle' || run === null) return;
    if (run === wanted) throw new StudioError('run-training', {});
    throw new StudioError('run-busy', { run: this.dependencies.library.record(run).name });
  }
}

/** Whether a promise resolves within this time. */
async function endsWithin(milliseconds: number, ending: Promise<void>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const hasEnded = await Promise.race([ending.then(() => true), late]);
  if (timer) clearTimeout(timer);
  return hasEnded;
}

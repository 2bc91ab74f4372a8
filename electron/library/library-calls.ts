/** Handles the page's calls about the library of runs: list, open, describe, duplicate, delete. */
import fs from 'fs';
import { StudioError } from '../../model/errors';
import { looseClass } from '../../model/images/classes';
import { requireUntrained } from '../../model/run/run-lock';
import type { Emit } from '../api/contract';
import type { Grants } from '../grants';
import type { HandlersOf } from '../api/declare';
import type { runCalls } from '../api/runs';
import type { JobHost } from '../job/host';
import type { RunLibrary } from './run-library';
import { hasLongMetrics, readValidationCurve, thinnedEvenly } from './run-summary';

export interface LibraryDependencies {
  interactive: Pick<JobHost, 'ask'>;
  library: RunLibrary;
  grants: Grants;
  emit: Emit;
  /** The run in training. */
  trainedRun(): string | null;
  /** Moves a folder to the system's trash, or the program's own. */
  trash(folder: string): Promise<void>;
  reveal(folder: string): void;
}

export function libraryHandlers(dependencies: LibraryDependencies): HandlersOf<typeof runCalls> {
  const { interactive, library, grants, emit, trainedRun, trash, reveal } = dependencies;
  return {
    listRuns: () => library.list(),

    async openRun(id) {
      const runFolder = library.runFolder(id);
      const summary = await library.summary(id);
      const losses = await interactive.ask('openRun', { runFolder }).answer;
      return { summary, losses, sampleSteps: library.sampleSteps(id) };
    },

    lossStretch: (id, from, to) =>
      interactive.ask('lossStretch', { runFolder: library.runFolder(id), from, to }).answer,

    async validationCurve(id) {
      const runFolder = library.runFolder(id);
      if (!(await hasLongMetrics(runFolder))) return readValidationCurve(runFolder);
      const { validationSteps, validation } = await interactive.ask('openRun', { runFolder }).answer;
      return thinnedEvenly(validationSteps, validation);
    },

    describeRun(id, { name, note }) {
      const trimmed = name.trim();
      if (!trimmed) {
        const facts = { argument: 'The name', value: name, expected: 'at least one visible character' };
        throw new StudioError('argument-invalid', facts);
      }
      library.describe(id, trimmed, note.trim());
      emit('runsChanged', undefined);
      return undefined;
    },

    duplicateRun(id) {
      const { settings, preset, dataFolder, excluded } = library.record(id);
      const isThere = dataFolder !== '' && fs.existsSync(dataFolder);
      if (isThere) grants.add(dataFolder);
      // Runs of 0.1.0 had no name for the class of images in no subfolder.
      const named = excluded.map((name) => name || looseClass);
      return { settings, preset, dataFolder: isThere ? dataFolder : null, excluded: named };
    },

    async trashRun(id) {
      if (trainedRun() === id) throw new StudioError('run-training', {});
      const runFolder = library.changing(id);
      requireUntrained(runFolder);
      await trash(runFolder);
      emit('runsChanged', undefined);
      return undefined;
    },

    revealRun(id) {
      reveal(library.runFolder(id));
      return undefined;
    },
  };
}

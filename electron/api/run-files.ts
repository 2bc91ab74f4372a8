/** Calls for importing and exporting runs, models and charts. */
import * as v from 'valibot';
import { bytes, runId, text } from '../../model/files/record-parts';
import { call, count, event } from './declare';

/** A file of weights that a person chose. */
export interface ChosenModel {
  file: string;
  /** The name and picture size that exported weights contain; null for other weights. */
  described: { name: string; size: number } | null;
}

export const runFileCalls = {
  /** Returns the written file; null if the person cancelled. */
  exportRun: call<string | null>()(runId),
  /** Returns the new run's id; null if the person cancelled. */
  importRun: call<string | null>()(),
  /** Imports the next of the files that the system opened with the program; null if none waits. */
  importOpened: call<string | null>()(),
  chooseModel: call<ChosenModel | null>()(),
  /** Imports weights as a run. The size is null if the file contains it; those of PyTorch do not. */
  importModel: call<string>()(text, v.object({ name: text, size: v.nullable(count) })),
  exportModel: call<string | null>()(runId),
  exportChart: call<string | null>()(v.object({ name: text, format: v.picklist(['png', 'csv']) }), bytes),
};

export const runFileEvents = {
  /** The system opened a file with the program, which waits to be imported. */
  runFileOpened: event(),
};

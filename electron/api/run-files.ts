/** Runs, models and charts as files. */
import * as v from 'valibot';
import { bytes, runId, text } from '../../model/files/record-parts';
import { call, count } from './declare';

/** A file of weights that a person chose. */
export interface ChosenModel {
  file: string;
  /** Of exported weights, which tell it; else null. */
  told: { name: string; size: number } | null;
}

export const runFileCalls = {
  /** The file written; null when the person cancelled. */
  exportRun: call<string | null>()(runId),
  /** The new run's id. */
  importRun: call<string | null>()(),
  chooseModel: call<ChosenModel | null>()(),
  /** The size is null where the file tells it, as exported weights do and those of PyTorch do not. */
  importModel: call<string>()(text, v.object({ name: text, size: v.nullable(count) })),
  exportModel: call<string | null>()(runId),
  exportChart: call<string | null>()(v.object({ name: text, format: v.picklist(['png', 'csv']) }), bytes),
};

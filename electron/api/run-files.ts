/** Runs, models and charts as files. */
import * as v from 'valibot';
import { bytes, call, count, runId, text } from './declare';

export const runFileCalls = {
  /** The file written; null when the person cancelled. */
  exportRun: call<string | null>()(runId),
  /** The new run's id. */
  importRun: call<string | null>()(),
  chooseModel: call<string | null>()(),
  /** Weights that PyTorch trained do not tell the size of the pictures. */
  importModel: call<string>()(text, v.object({ name: text, size: count })),
  exportModel: call<string | null>()(runId),
  exportChart: call<string | null>()(v.object({ name: text, format: v.picklist(['png', 'csv']) }), bytes),
};

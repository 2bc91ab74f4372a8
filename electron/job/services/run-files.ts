/** Services for runs and models: their losses, export and import. */
import { exportRun } from '../../../model/run/export-run';
import { importRun } from '../../../model/run/import-run';
import { readLossSeries, readLossStretch } from '../../../model/run/loss-series';
import { packRun, unpackRun } from '../../../model/run/run-file';
import { describeModelFile } from '../../../model/weight-files/model-file';
import type { Services } from '../serve';

export const runFileServices = {
  openRun: ({ runFolder }) => readLossSeries(runFolder),

  lossStretch: ({ runFolder, from, to }) => readLossStretch(runFolder, from, to),

  exportRun({ runFolder, file }) {
    packRun(runFolder, file, { mayReplace: true });
    return null;
  },

  importRun({ file, runFolder }) {
    unpackRun(file, runFolder);
    return null;
  },

  exportModel({ runFolder, file }) {
    exportRun(runFolder, file, { mayReplace: true });
    return null;
  },

  chooseModel: ({ file }) => describeModelFile(file),

  importModel({ file, runFolder, name, size }) {
    importRun({ from: file, runFolder, name, set: size === null ? {} : { size } });
    return null;
  },
} satisfies Partial<Services>;

/** Runs and models: their losses, and bringing them out as files and in. */
import { exportRun } from '../../../model/run/export-run';
import { importRun } from '../../../model/run/import-run';
import { readMetrics } from '../../../model/run/metrics';
import { packRun, unpackRun } from '../../../model/run/run-file';
import type { LossSeries } from '../../../model/reports';
import { describeModelFile } from '../../../model/weight-files/model-file';
import type { Services } from '../serve';

export const runFileServices = {
  openRun: ({ runFolder }) => lossSeries(runFolder),

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

function lossSeries(runFolder: string): LossSeries {
  const training = { steps: [] as number[], bits: [] as number[] };
  const validation = { steps: [] as number[], bits: [] as number[] };
  for (const metric of readMetrics(runFolder)) {
    const series = metric.type === 'step-done' ? training : validation;
    series.steps.push(metric.step);
    series.bits.push(metric.type === 'step-done' ? metric.training.bits : metric.validation.bits);
  }
  return {
    steps: Float64Array.from(training.steps),
    training: Float64Array.from(training.bits),
    validationSteps: Float64Array.from(validation.steps),
    validation: Float64Array.from(validation.bits),
  };
}

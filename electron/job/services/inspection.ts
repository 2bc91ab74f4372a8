/** Services for inspection. */
import { StudioError } from '../../../model/errors';
import { checkCausality } from '../../../model/inspection/causality';
import { inspectImage, type ImagePredictions } from '../../../model/inspection/inspect-image';
import { maskedKernels } from '../../../model/inspection/mask-kernels';
import {
  checkpointOfSource,
  classIndexOf,
  classOfSource,
  readNewestSamples,
  readPicture,
  readTraining,
  readValidation,
} from '../../../model/inspection/picture-source';
import { rankImages } from '../../../model/inspection/rank-images';
import { parametersOf } from '../../../model/nets/model-shape';
import { nameWeights } from '../../../model/nets/parameters';
import { pick } from '../../../model/pick';
import type { WeightsSnapshot } from '../../../model/reports';
import { loadWeights } from '../../../model/run/checkpoint';
import { readRunRecord } from '../../../model/run/run-folder';
import { checkMasks } from '../../../model/sampling/mask-check';
import type { InspectionRequest } from '../messages';
import type { Services } from '../serve';
import { throttled } from '../throttle';

export const inspectionServices = {
  listValidation: ({ runFolder }) => readValidation(readRunRecord(runFolder)),

  listTraining: ({ runFolder }) => readTraining(readRunRecord(runFolder)),

  listSamples: ({ runFolder }) => readNewestSamples(runFolder, readRunRecord(runFolder)),

  readPicture: ({ runFolder, picture }) => readPicture(runFolder, readRunRecord(runFolder), picture),

  async inspectImage(request) {
    const { step, className, predictions } = await predictionsFor(request);
    const maps = pick(predictions, ['surprise', 'entropy', 'expected', 'likeliest', 'bitsPerDim']);
    return { question: request.question, step, className, pictures: predictions.picture, ...maps };
  },

  async inspectPixel({ x, y, ...request }) {
    const { predictions } = await predictionsFor(request);
    return predictions.pixel(x, y);
  },

  async inspectLevel({ level, ...request }) {
    const { predictions } = await predictionsFor(request);
    return predictions.probabilityOf(level);
  },

  async compareImage({ runFolder, picture, pictureRun, which }) {
    const run = loadWeights(runFolder, which);
    const record = readRunRecord(pictureRun);
    const levels = await readPicture(pictureRun, record, picture);
    const className = classOfSource(pictureRun, record, picture);
    const predictions = inspectImage(run, levels, classIndexOf(run.record, className));
    return { step: run.step, ...pick(predictions, ['surprise', 'entropy', 'expected', 'bitsPerDim']) };
  },

  rankImages: ({ runFolder, part }, { report, signal }) =>
    rankImages(runFolder, part, { onProgress: throttled((done, total) => report({ done, total })), signal }),

  maskKernels({ runFolder }) {
    const { record, weights } = loadWeights(runFolder);
    return maskedKernels(record, weights);
  },

  checkMasks: ({ runFolder }, { signal }) => checkMasks(loadWeights(runFolder), signal),

  checkCausality: ({ runFolder }, { signal }) => checkCausality(loadWeights(runFolder), { signal }),
} satisfies Partial<Services>;

interface Inspected {
  step: number;
  className: string;
  predictions: ImagePredictions;
}

let latest: { question: number; inspected: Promise<Inspected> } | undefined;

/** Computes the predictions for a question; those of the latest are kept for all its pixels. */
function predictionsFor({ question, runFolder, picture, snapshot }: InspectionRequest): Promise<Inspected> {
  if (latest && question < latest.question) throw new StudioError('cancelled', {});
  if (latest?.question !== question) latest = { question, inspected: inspect() };
  return latest.inspected;

  async function inspect(): Promise<Inspected> {
    const run = snapshot
      ? runOfSnapshot(runFolder, snapshot)
      : loadWeights(runFolder, checkpointOfSource(runFolder, picture));
    const levels = await readPicture(runFolder, run.record, picture);
    if (latest?.question !== question) throw new StudioError('cancelled', {});
    const className = classOfSource(runFolder, run.record, picture);
    const predictions = inspectImage(run, levels, classIndexOf(run.record, className));
    return { step: run.step, className, predictions };
  }
}

function runOfSnapshot(runFolder: string, { step, weights }: WeightsSnapshot) {
  const record = readRunRecord(runFolder);
  return { record, step, weights: nameWeights(parametersOf(record), weights) };
}

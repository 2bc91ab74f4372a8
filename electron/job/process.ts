/** A job process: loads TensorFlow once and serves the main process's requests with the engine. */
import { StudioError } from '../../model/errors';
import type { Pictures, TrainingEvent } from '../../model/events';
import { device } from '../../model/machine/device';
import { encodePicture, exportGallery } from '../../model/gallery/export-gallery';
import { drawGallery, readGallery, writeGallery } from '../../model/gallery/gallery';
import { readSomePictures } from '../../model/gallery/gallery-pictures';
import { readProvenance } from '../../model/gallery/gallery-texts';
import { reportDataset } from '../../model/images/dataset-report';
import { pictureChoices } from '../../model/forecast/picture-choices';
import { checkCausality } from '../../model/inspection/causality';
import { inspectImage, type ImageInspection } from '../../model/inspection/inspect-image';
import { maskedKernels } from '../../model/inspection/mask-kernels';
import { rankImages } from '../../model/inspection/rank-images';
import {
  checkpointOfSource,
  classIndexOf,
  classOfSource,
  readNewestSamples,
  readPicture,
  readTraining,
  readValidation,
} from '../../model/inspection/picture-source';
import { parametersOf } from '../../model/nets/model-shape';
import { nameWeights } from '../../model/nets/parameters';
import type { LossSeries, WeightsSnapshot } from '../../model/reports';
import { packRun, unpackRun } from '../../model/run/run-file';
import { writeFileWhole } from '../../model/files/write-file';
import { readRunRecord } from '../../model/run/run-folder';
import { knownPixels } from '../../model/sampling/completion';
import { checkMasks } from '../../model/sampling/mask-check';
import { loadWeights } from '../../model/run/checkpoint';
import { TrainingControl } from '../../model/training/control';
import { exportRun } from '../../model/run/export-run';
import { forecast } from '../../model/forecast/forecast';
import { trainingMemory } from '../../model/machine/graphics-card';
import { importRun } from '../../model/run/import-run';
import { describeModelFile } from '../../model/weight-files/model-file';
import { measureForecast } from '../../model/forecast/measure-forecast';
import { readMetrics } from '../../model/run/metrics';
import { train } from '../../model/training/train';
import { usage } from '../../model/machine/usage';
import { verifyPicture } from '../../model/gallery/verify-picture';
import type { Look } from './messages';
import { serve, type Services } from './serve';
import { currentReading } from '../../model/images/reading-rules';

/** Reports and progress go out at most this often. */
const gatherMilliseconds = 100;
/** So that growing pictures leave the window most of its time. */
const bytesPerMillisecond = 10_000;

let control: TrainingControl | undefined;
let latest: { question: number; looked: Promise<Looked> } | undefined;

const services: Omit<Services, 'cancel'> = {
  scan: ({ folder, settings, excluded }, { tell, signal }) =>
    reportDataset(
      folder,
      { ...settings, reading: currentReading },
      {
        excluded,
        onProgress: throttled((done, total) => tell({ done, total })),
        signal,
      },
    ),

  forecast: ({ images, classNames, settings }) => forecast(images, settings, classNames),

  pictureChoices: ({ folder, settings, ...left }) => pictureChoices(folder, settings, left),

  async train(request, { tell }) {
    control = new TrainingControl();
    const gathered = batched<TrainingEvent>(tell);
    try {
      await train(request, { report: gathered.add, control });
    } finally {
      control = undefined;
      gathered.flush();
    }
    return null;
  },
  async pause() {
    await control?.pause();
    return null;
  },
  continue() {
    control?.continue();
    return null;
  },
  stopAfterEpoch({ isWanted }) {
    control?.stopAfterEpoch(isWanted);
    return null;
  },
  sampleNow() {
    control?.sampleNow();
    return null;
  },
  usage: () => usage(),
  device: () => device(),
  trainingMemory: () => trainingMemory(),
  snapshot: () => control?.snapshot() ?? null,
  measureForecast: ({ classNames, settings }, { signal }) =>
    measureForecast({ settings, classNames, palette: [] }, signal),
  stop() {
    control?.stop();
    return null;
  },

  validation: ({ runFolder }) => readValidation(readRunRecord(runFolder)),

  training: ({ runFolder }) => readTraining(readRunRecord(runFolder)),

  samples: ({ runFolder }) => readNewestSamples(runFolder, readRunRecord(runFolder)),

  picture: ({ runFolder, picture }) => readPicture(runFolder, readRunRecord(runFolder), picture),

  async inspect(look) {
    const { step, className, inspection } = await lookInto(look);
    const { picture, surprise, entropy, expected, likeliest, bitsPerDim } = inspection;
    return { step, className, pictures: picture, surprise, entropy, expected, likeliest, bitsPerDim };
  },

  async level({ level, ...look }) {
    const { inspection } = await lookInto(look);
    return inspection.probabilityOf(level);
  },

  async compare({ runFolder, picture, pictureRun, which }) {
    const run = loadWeights(runFolder, which);
    const record = readRunRecord(pictureRun);
    const levels = await readPicture(pictureRun, record, picture);
    const className = classOfSource(pictureRun, record, picture);
    const look = inspectImage(run, levels, classIndexOf(run.record, className));
    const { surprise, entropy, expected, bitsPerDim } = look;
    return { step: run.step, surprise, entropy, expected, bitsPerDim };
  },

  rank: ({ runFolder, part }, { tell, signal }) =>
    rankImages(runFolder, part, { onProgress: throttled((done, total) => tell({ done, total })), signal }),

  maskKernels({ runFolder }) {
    const { record, weights } = loadWeights(runFolder);
    return maskedKernels(record, weights);
  },

  readProvenance: ({ file }) => readProvenance(file),

  verify: ({ file, library }) => verifyPicture(file, library),

  async pixel({ x, y, ...look }) {
    const { inspection } = await lookInto(look);
    return inspection.pixel(x, y);
  },

  checkMasks: ({ runFolder }, { signal }) => checkMasks(loadWeights(runFolder), signal),

  checkCausality: ({ runFolder }, { signal }) => checkCausality(loadWeights(runFolder), { signal }),

  async draw({ runFolder, gallery, completion, height, width, ...wish }, { tell, signal }) {
    const picture =
      completion && (await readPicture(runFolder, readRunRecord(runFolder), completion.picture));
    // A completed picture keeps its size.
    const canvas = picture ?? { height, width };
    const drawn = await drawGallery(
      runFolder,
      {
        id: gallery,
        ...wish,
        ...(canvas.height && { height: canvas.height }),
        ...(canvas.width && { width: canvas.width }),
        ...(picture && { known: knownPixels(picture, completion.unknown) }),
      },
      { onProgress: throttled((done, total, pictures: Pictures) => tell({ done, total, pictures })), signal },
    );
    await writeGallery(runFolder, drawn);
    return { complete: drawn.record.complete };
  },

  readGallery: async ({ runFolder, gallery }) => (await readGallery(runFolder, gallery)).pictures,

  readPictures: (wanted) => readSomePictures(wanted),

  async exportGallery({ runFolder, gallery, into, ...options }) {
    return { files: await exportGallery(await readGallery(runFolder, gallery), into, options) };
  },

  async exportPicture({ runFolder, gallery, index, format, file, ...options }) {
    writeFileWhole(file, await encodePicture(await readGallery(runFolder, gallery), index, format, options));
    return null;
  },

  history: ({ runFolder }) => lossSeries(runFolder),

  packRun({ runFolder, file }) {
    packRun(runFolder, file, { mayReplace: true });
    return null;
  },

  unpackRun({ file, runFolder }) {
    unpackRun(file, runFolder);
    return null;
  },

  exportModel({ runFolder, file }) {
    exportRun(runFolder, file, { mayReplace: true });
    return null;
  },

  describeModel: ({ file }) => describeModelFile(file),

  importModel({ file, runFolder, name, size }) {
    importRun({ from: file, runFolder, name, set: size === null ? {} : { size } });
    return null;
  },
};

interface Looked {
  step: number;
  className: string;
  inspection: ImageInspection;
}

/** The latest question is answered once; its distributions serve every pixel. */
function lookInto({ question, runFolder, picture, snapshot }: Look): Promise<Looked> {
  if (latest && question < latest.question) throw new StudioError('cancelled', {});
  if (latest?.question !== question) latest = { question, looked: look() };
  return latest.looked;

  async function look(): Promise<Looked> {
    const run = snapshot
      ? runOfSnapshot(runFolder, snapshot)
      : loadWeights(runFolder, checkpointOfSource(runFolder, picture));
    const levels = await readPicture(runFolder, run.record, picture);
    if (latest?.question !== question) throw new StudioError('cancelled', {});
    const className = classOfSource(runFolder, run.record, picture);
    const inspection = inspectImage(run, levels, classIndexOf(run.record, className));
    return { step: run.step, className, inspection };
  }
}

function runOfSnapshot(runFolder: string, { step, weights }: WeightsSnapshot) {
  const record = readRunRecord(runFolder);
  return { record, step, weights: nameWeights(parametersOf(record), weights) };
}

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

/** Leaves out progress that comes too soon after the last, but never its end. Many pictures come less often. */
function throttled<Rest extends [Pictures?]>(tell: (done: number, total: number, ...rest: Rest) => void) {
  let toldAt = -Infinity;
  return (done: number, total: number, ...rest: Rest) => {
    const least = Math.max(gatherMilliseconds, (rest[0]?.pixels.length ?? 0) / bytesPerMillisecond);
    if (done < total && performance.now() - toldAt < least) return;
    toldAt = performance.now();
    tell(done, total, ...rest);
  };
}

/** Collects events and sends what came together. */
function batched<T>(send: (events: T[]) => void) {
  let waiting: T[] = [];
  let sentAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    sentAt = performance.now();
    if (waiting.length) send(waiting);
    waiting = [];
  };
  const add = (event: T) => {
    waiting.push(event);
    // Training seldom lets a timer run: the clock is read here as well.
    if (performance.now() - sentAt >= gatherMilliseconds) flush();
    else timer ??= setTimeout(flush, gatherMilliseconds);
  };
  return { add, flush };
}

serve(services, () => control?.stop());

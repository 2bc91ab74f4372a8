/**
 * THE contract between the page and the program: every call and event the page can use, declared once, with the
 * schema its arguments are checked against. Preload and the handlers take names and types from here.
 */
import * as v from 'valibot';
import type { ErrorData } from '../model/errors';
import type {
  Evaluated,
  ImageNote,
  Loss,
  Pictures,
  ReferenceLosses,
  RunStarted,
  SkipReason,
  StepDone,
  TrainingEvent,
} from '../model/events';
import type {
  CausalityReport,
  DatasetReport,
  Device,
  Forecast,
  LossSeries,
  Made,
  MaskCheck,
  MaskedKernelView,
  MeasuredForecast,
  PictureChoices,
  PixelInspection,
  Ranking,
  TrainingMemory,
  Usage,
  Verification,
} from '../model/reports';
import type { RunStatus } from '../model/run-folder';
import type { Settings } from '../model/settings';
import type { LibraryChoice } from './library-place';
import type { MenuActionName } from './menu-actions';

const text = v.pipe(v.string(), v.maxLength(4096));
const bytes = v.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** Names a run, or a gallery of one: a folder's name that leads nowhere else. */
export const runId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4294967295));
/** Files and classes of a data folder that a person left out. */
const excluded = v.pipe(v.array(text), v.maxLength(100_000));
const settings = v.record(v.string(), v.union([v.string(), v.number()]));
/** How pictures are brought to the network's size and levels: the `data` part of the settings. */
const pictureSettings = v.object({
  size: v.number(),
  levels: v.number(),
  fit: text,
  background: text,
  colour: text,
});

/** A class to look at a picture as, instead of its own. */
const as = { as: v.optional(text) };
const storedSources = [
  v.object({ kind: v.literal('validation'), index: count, ...as }),
  v.object({ kind: v.literal('training'), index: count, ...as }),
  v.object({ kind: v.literal('gallery'), gallery: runId, index: count, ...as }),
  v.object({ kind: v.literal('sample'), step: count, index: count, ...as }),
  v.object({ kind: v.literal('file'), file: text, ...as }),
] as const;
/**
 * Which picture is looked at. A file must have been chosen in a dialog, dropped on the window, or pasted. A picture of a
 * gallery, or a sample, is looked at with the weights and as the class that it was drawn with.
 */
const pictureSource = v.variant('kind', [
  ...storedSources,
  /** Levels as a person set them, of the run's size; on the picture `over`, whose weights and class then serve. */
  v.object({
    kind: v.literal('painted'),
    pixels: bytes,
    over: v.optional(v.variant('kind', storedSources)),
    ...as,
  }),
]);
export type PictureSource = v.InferOutput<typeof pictureSource>;

/** A checkpoint of a run: the last, the best, or one by its step. */
const which = v.union([v.picklist(['last', 'best']), count]);
export type Which = v.InferOutput<typeof which>;

const picture = v.object({ run: runId, gallery: runId, index: count });
const exportOptions = v.object({
  scale: v.pipe(count, v.minValue(1), v.maxValue(64)),
  metadata: v.boolean(),
});

const start = v.picklist(['blank', 'noise']);
const drawing = v.object({
  run: runId,
  count: v.pipe(count, v.minValue(1), v.maxValue(1024)),
  seed: count,
  temperature: v.pipe(v.number(), v.minValue(0), v.maxValue(10)),
  start,
  /** Only the so many likeliest levels; 0 for all. Only those that together reach this share; 1 for all. */
  topK: v.pipe(count, v.maxValue(256)),
  topP: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** The run's size by default. */
  height: v.optional(v.pipe(count, v.minValue(1), v.maxValue(256))),
  width: v.optional(v.pipe(count, v.minValue(1), v.maxValue(256))),
  /** `count` pictures for each value, all rows with the same dice. */
  grid: v.nullable(
    v.object({
      kind: v.picklist(['temperature', 'class', 'checkpoint']),
      values: v.pipe(v.array(text), v.minLength(1), v.maxLength(32)),
    }),
  ),
  /** One class for all pictures, or null: a network that knows classes then takes them in turn. */
  className: v.nullable(text),
  /** A picture of which only the pixels marked 1 (raster order) are drawn; the others stay. */
  completion: v.nullable(v.object({ picture: pictureSource, unknown: bytes })),
});
export type Drawing = v.InferOutput<typeof drawing>;

/** Name -> schemas of its arguments. Results stand in `Results` below. */
export const calls = {
  // data
  chooseFolder: [],
  useExampleImages: [],
  /** Lets the page use a folder or file that a person dropped on the window. */
  grantDropped: [text],
  scanFolder: [text, pictureSettings, excluded],
  cancelScan: [],
  /** Images of a folder at every size and number of levels, with what each would cost. */
  previewChoices: [text, settings, excluded],
  forgetRecentFolders: [],
  // training
  forecast: [text, settings],
  /** The memory that a training would use: a graphics card's, where one would compute. */
  trainingMemory: [],
  /** Measured for some seconds with such a network; refused while a run is trained. */
  measureForecast: [text, settings],
  cancelForecast: [],
  startTraining: [text, settings, text, excluded],
  pauseTraining: [],
  continueTraining: [],
  stopTraining: [],
  /** Ends the training with its epoch, or takes that back. */
  stopAfterEpoch: [v.boolean()],
  sampleNow: [],
  resumeRun: [runId],
  trainingState: [],
  trainingUsage: [],
  // runs
  listRuns: [],
  openRun: [runId],
  /** Its validation losses in little, for a row of a list. */
  validationCurve: [runId],
  describeRun: [runId, v.object({ name: text, note: text })],
  /** What another run like this one begins with; its folder of images may be used again. */
  duplicateRun: [runId],
  trashRun: [runId],
  revealRun: [runId],
  // runs and models as files
  exportRun: [runId],
  importRun: [],
  chooseModel: [],
  /** Weights that PyTorch trained do not tell the size of the pictures. */
  importModel: [text, v.object({ name: text, size: count })],
  exportModel: [runId],
  exportChart: [v.object({ name: text, format: v.picklist(['png', 'csv']) }), bytes],
  // inspection
  listValidation: [runId],
  /** The first images that the run learns from. */
  listTraining: [runId],
  /** The newest sample pictures of a run; null before there are any. */
  listSamples: [runId],
  chooseImage: [],
  /** One picture as the run's network sees it. */
  readPicture: [runId, pictureSource],
  inspectImage: [runId, pictureSource],
  inspectPixel: [v.object({ question: count, x: count, y: count })],
  /** The probability of one level at every value of the picture asked about last. */
  inspectLevel: [v.object({ question: count, level: count })],
  /** What another run or checkpoint says of a picture, to be held against the first; leaves the question as it is. */
  compareImage: [runId, pictureSource, which],
  listCheckpoints: [runId],
  /** The images of a run by surprise. */
  rankImages: [runId, v.picklist(['training', 'validation'])],
  cancelRanking: [],
  maskKernels: [runId],
  /** The bytes of a picture pasted into the page, or null for what lies on the clipboard, as a file that may be looked at. */
  pasteImage: [v.nullable(bytes)],
  checkMasks: [runId],
  /** Tries every pair of variables of a small canvas with the run's weights. */
  checkCausality: [runId],
  // gallery
  draw: [drawing],
  cancelDrawing: [],
  /** The same for pictures that grow from a step of another, beside whatever else is drawn. */
  growSiblings: [drawing],
  cancelSiblings: [],
  listGalleries: [runId],
  /** Those of all runs. */
  listAllGalleries: [],
  openGallery: [runId, runId],
  /** Some pictures of any galleries, each alone; null for one that cannot be read. */
  readPictures: [v.pipe(v.array(picture), v.maxLength(512))],
  exportGallery: [runId, runId, exportOptions],
  exportPicture: [picture, v.picklist(['png', 'apng', 'gif']), exportOptions],
  /** Writes a picture as a file that may be dragged out of the window; it is gone when the program ends. */
  prepareDrag: [picture, exportOptions],
  /** Lets the mouse, which is down on it, carry such a file. */
  startDrag: [text],
  starPicture: [picture, v.boolean()],
  deleteGallery: [runId, runId],
  /** How an exported picture was made. The file must have been chosen or dropped. */
  readMade: [text],
  /** Draws it again and compares. */
  verifyPicture: [text],
  // program
  readPreferences: [],
  writePreferences: [
    v.partial(
      v.object({
        theme: v.picklist(['system', 'dark', 'light']),
        cores: v.nullable(v.pipe(count, v.minValue(1))),
        exportMetadata: v.boolean(),
        keepAwake: v.boolean(),
        notifications: v.boolean(),
        guideLeft: v.boolean(),
        pace: v.nullable(v.pipe(v.number(), v.minValue(0))),
      }),
    ),
  ],
  about: [],
  /** What TensorFlow computes with. */
  readDevice: [],
  /** Asks for a folder for the runs; changes nothing yet. */
  chooseLibraryFolder: [],
  /** Uses a folder that was chosen; `move` brings the runs along. Refused during a training or a drawing. */
  changeLibraryFolder: [v.object({ folder: text, move: v.boolean() })],
  revealLibraryFolder: [],
  /** The log's last lines. */
  readLog: [],
  /** Puts what is known of the program and the machine, and the log's end, on the clipboard. */
  copyDiagnostics: [],
  revealLog: [],
} as const;

export type CallName = keyof typeof calls;

type Arguments<S extends readonly unknown[]> = {
  -readonly [K in keyof S]: S[K] extends v.GenericSchema ? v.InferOutput<S[K]> : never;
};
export type CallArguments<N extends CallName> = Arguments<(typeof calls)[N]>;

export interface Results {
  chooseFolder: string | null;
  useExampleImages: string;
  grantDropped: { path: string; kind: 'folder' | 'file' };
  scanFolder: DatasetReport;
  cancelScan: undefined;
  previewChoices: PictureChoices;
  forgetRecentFolders: undefined;
  forecast: Forecast;
  trainingMemory: TrainingMemory;
  measureForecast: MeasuredForecast;
  cancelForecast: undefined;
  startTraining: string;
  pauseTraining: undefined;
  continueTraining: undefined;
  stopTraining: undefined;
  stopAfterEpoch: undefined;
  sampleNow: undefined;
  resumeRun: undefined;
  trainingState: TrainingState;
  trainingUsage: Usage;
  listRuns: RunSummary[];
  openRun: RunDetail;
  validationCurve: ValidationCurve;
  describeRun: undefined;
  duplicateRun: Duplicate;
  trashRun: undefined;
  revealRun: undefined;
  /** The file written; null when the person cancelled. */
  exportRun: string | null;
  /** The new run's id. */
  importRun: string | null;
  chooseModel: string | null;
  importModel: string;
  exportModel: string | null;
  exportChart: string | null;
  listValidation: Pictures;
  listTraining: TrainingPictures;
  listSamples: SamplePictures | null;
  chooseImage: string | null;
  readPicture: Pictures;
  inspectImage: ImageInspection;
  inspectPixel: PixelInspection;
  inspectLevel: Float32Array;
  compareImage: Comparison;
  listCheckpoints: Checkpoints;
  rankImages: Ranking;
  cancelRanking: undefined;
  maskKernels: MaskedKernelView[];
  pasteImage: string;
  checkMasks: MaskCheck;
  checkCausality: CausalityReport;
  draw: string;
  cancelDrawing: undefined;
  growSiblings: string;
  cancelSiblings: undefined;
  listGalleries: GallerySummary[];
  listAllGalleries: FoundGallery[];
  readPictures: (Pictures | null)[];
  openGallery: { summary: GallerySummary; pictures: Pictures };
  exportGallery: { folder: string; files: string[] } | null;
  exportPicture: string | null;
  prepareDrag: string;
  startDrag: undefined;
  starPicture: undefined;
  deleteGallery: undefined;
  readMade: Made;
  verifyPicture: Verification;
  readPreferences: Preferences;
  writePreferences: undefined;
  about: About;
  readDevice: Device;
  chooseLibraryFolder: LibraryChoice | null;
  changeLibraryFolder: { moved: number };
  revealLibraryFolder: undefined;
  readLog: string[];
  copyDiagnostics: undefined;
  revealLog: undefined;
}

/** Pictures being drawn: all of them so far, unfinished pixels at level 0, `done` pixels of each finished. */
export interface DrawingProgress {
  gallery: string;
  done: number;
  total: number;
  pictures: Pictures;
}

/** What the program tells the page unasked. */
export interface Events {
  scanProgress: { done: number; total: number };
  rankingProgress: { done: number; total: number };
  training: TrainingEvent[];
  trainingState: TrainingState;
  drawingProgress: DrawingProgress;
  siblingsProgress: DrawingProgress;
  runsChanged: undefined;
  /** A person chose this in the menu, or pressed its keys. */
  menuAction: MenuChoice;
  /** Recent folders or preferences changed outside the page. */
  preferencesChanged: undefined;
}

/** An action of the menu; one of the recent folders comes with the folder. */
export type MenuChoice = { action: MenuActionName } | { action: 'open-recent'; folder: string };

/** Names of the events, for preload: a type alone does not exist there. */
export const eventNames: readonly (keyof Events)[] = [
  'scanProgress',
  'rankingProgress',
  'training',
  'trainingState',
  'drawingProgress',
  'siblingsProgress',
  'runsChanged',
  'menuAction',
  'preferencesChanged',
];

export type TrainingPhase = 'idle' | 'starting' | 'running' | 'pausing' | 'paused' | 'stopping';

export interface TrainingState {
  phase: TrainingPhase;
  run: string | null;
  /** Whether it is to end with its epoch. */
  endsWithEpoch: boolean;
  /** Why the last training ended early, if it did. */
  error: ErrorData | null;
}

export type {
  CausalityReport,
  DatasetReport,
  Device,
  Forecast,
  LibraryChoice,
  LossSeries,
  Made,
  MaskCheck,
  MaskedKernelView,
  MeasuredForecast,
  MenuActionName,
  PictureChoices,
  PixelInspection,
  Ranking,
  TrainingMemory,
  RunStatus,
  Usage,
  Verification,
};
export type {
  Evaluated,
  ImageNote,
  Loss,
  Pictures,
  ReferenceLosses,
  RunStarted,
  SkipReason,
  StepDone,
  TrainingEvent,
};

export interface RunSummary {
  id: string;
  name: string;
  /** What a person wrote about it. */
  note: string;
  /** Milliseconds since 1970. */
  created: number;
  status: RunStatus;
  settings: Settings;
  /** The classes the network knows; empty when it knows none. */
  classNames: string[];
  /** What the same images cost without a network; null before they were read. */
  references: ReferenceLosses | null;
  dataFolder: string;
  /** The same for runs that learnt from the same images and are measured on the same; empty before they were read. */
  imagesDigest: string;
  /** Of the newest sample pictures; null before there are any. */
  sampleStep: number | null;
  step: number;
  lastStep: number;
  stepsPerEpoch: number;
  training: Loss | null;
  bestValidation: Loss | null;
  bytes: number;
  hasCheckpoint: boolean;
  /** Whether it came with the program. */
  isExample: boolean;
  /** Set when run.json cannot be read: the run is listed, but only to be deleted. */
  damaged: string | null;
}

export interface RunDetail {
  summary: RunSummary;
  losses: LossSeries;
  /** Steps of the sample pictures, rising. */
  sampleSteps: number[];
}

/** At most some dozens of points, bits per dimension. */
export interface ValidationCurve {
  steps: number[];
  bits: number[];
}

export interface Duplicate {
  settings: Settings;
  preset: string;
  /** Null when it is not there any more. */
  dataFolder: string | null;
  /** Files and classes of the folder that were left out. */
  excluded: string[];
}

export interface TrainingPictures {
  pictures: Pictures;
  /** How many there are. */
  total: number;
}

export interface SamplePictures {
  step: number;
  pictures: Pictures;
}

export interface ImageInspection {
  /** Names this answer in `inspectPixel`. */
  question: number;
  /** Step of the checkpoint that answered. */
  step: number;
  /** What the picture was looked at as; empty for a network without classes. */
  className: string;
  pictures: Pictures;
  /** Bits each pixel cost, height * width * channels, raster order. */
  surprise: Float32Array;
  /** Entropy in bits of each pixel's distribution, same layout. */
  entropy: Float32Array;
  /** Mean level of each distribution, same layout. */
  expected: Float32Array;
  /** The likeliest level, same layout. */
  likeliest: Uint8Array;
  bitsPerDim: number;
}

/** What one checkpoint says of a picture; maps [height, width, channels]. */
export interface Comparison {
  step: number;
  surprise: Float32Array;
  entropy: Float32Array;
  expected: Float32Array;
  bitsPerDim: number;
}

/** Steps of the checkpoints that there are, rising. */
export interface Checkpoints {
  steps: number[];
  last: number;
  best: number | null;
}

/** What of a completed picture was given. */
export interface Completion {
  /** Pixels that were given. */
  known: number;
  /** Those of them after the first unknown one in scan order: what was drawn before them could not see them. */
  unheard: number;
}

export interface GallerySummary {
  id: string;
  run: string;
  created: number;
  count: number;
  seed: number;
  temperature: number;
  start: 'blank' | 'noise';
  className: string | null;
  /** Set when only a part was drawn. */
  completion: Completion | null;
  /** Set when rows of pictures compare something; the pictures lie row by row. */
  grid: { kind: 'temperature' | 'class' | 'checkpoint'; values: string[] } | null;
  /** Places of the pictures that a person marked. */
  stars: number[];
  topK: number;
  topP: number;
  height: number;
  width: number;
  /** Name of the run, and the version that drew. */
  model: string;
  program: string;
  step: number;
  /** Number of the first picture of each row, which names its dice. */
  firstImage: number;
  /** 1 where a pixel was given and not drawn, in raster order; null when all were drawn. */
  given: number[] | null;
  /** Whether the person cancelled: then `count` pictures may be unfinished. */
  complete: boolean;
}

/** A gallery in a list of all: what was given of completed pictures would make it long. */
export type FoundGallery = Omit<GallerySummary, 'given'>;

export interface Preferences {
  theme: 'system' | 'dark' | 'light';
  /** Those that are there, the latest first. */
  recentFolders: string[];
  /** How many cores training and drawing may use; null for all. */
  cores: number | null;
  /** Whether exported pictures say how they were made, unless a person decides otherwise. */
  exportMetadata: boolean;
  /** Whether the machine stays awake while something is trained or drawn. */
  keepAwake: boolean;
  notifications: boolean;
  /** Whether a person has left the first steps. */
  guideLeft: boolean;
  /** Multiplications of a training step that this machine does in a millisecond, as last measured. */
  pace: number | null;
}

export interface About {
  version: string;
  electron: string;
  libraryFolder: string;
  /** Whether that folder can be reached. */
  libraryIsThere: boolean;
  logFile: string;
  /** Cores of the machine. */
  cores: number;
  /** For how keys are named. */
  isMac: boolean;
}

/** How an answer crosses: Electron drops all but the text of a thrown error. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorData };

/** What preload puts at `window.studio`. Calls reject with a StudioError on the page's side of studio.ts. */
export interface StudioBridge {
  call<N extends CallName>(name: N, ...args: CallArguments<N>): Promise<Answer<Results[N]>>;
  /** Returns the function that ends the subscription. */
  on<N extends keyof Events>(name: N, listener: (payload: Events[N]) => void): () => void;
  /** The path of a file or folder dropped on the window. */
  pathOfDropped(file: File): string;
}

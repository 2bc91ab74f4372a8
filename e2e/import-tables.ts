/** The imports that each file may have: the tables of CONTRIBUTING.md ("Where things are") in full. */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './source-imports';

/**
 * The folders that each folder inside `model/` and `renderer/` may import. A folder includes its subfolders. All may
 * import the files at the root of their area; such a file is in the table itself if it imports a folder. Tests may
 * import all.
 */
export const folders: Record<string, readonly string[]> = {
  'model/files': [],
  'model/error-texts': [],
  'model/settings': [],
  'model/tensorflow': ['model/files'],
  'model/likelihood': ['model/tensorflow'],
  'model/images': ['model/files', 'model/settings'],
  'model/nets': ['model/settings', 'model/tensorflow', 'model/likelihood', 'model/images', 'model/kernel'],
  'model/kernel': [],
  'model/machine': ['model/files', 'model/nets'],
  'model/weight-files': ['model/files', 'model/images', 'model/nets'],
  'model/run': ['model/files', 'model/images', 'model/nets', 'model/machine', 'model/weight-files'],
  'model/sampling': [
    ...['model/files', 'model/tensorflow', 'model/likelihood', 'model/nets', 'model/kernel', 'model/machine'],
  ],
  'model/training': [
    ...['model/tensorflow', 'model/images', 'model/nets', 'model/machine', 'model/run', 'model/sampling'],
  ],
  'model/forecast': [
    ...['model/images', 'model/nets', 'model/machine', 'model/run', 'model/sampling', 'model/training'],
  ],
  'model/gallery': ['model/files', 'model/likelihood', 'model/images', 'model/run', 'model/sampling'],
  'model/inspection': [
    ...['model/tensorflow', 'model/likelihood', 'model/images', 'model/nets', 'model/run', 'model/sampling'],
    ...['model/training', 'model/gallery', 'model/settings', 'model/files'],
  ],
  'model/cli': [
    ...[
      'model/files',
      'model/settings',
      'model/tensorflow',
      'model/likelihood',
      'model/images',
      'model/nets',
    ],
    ...['model/weight-files', 'model/run', 'model/sampling', 'model/training', 'model/gallery'],
    'model/inspection',
  ],
  'model/bench': [
    ...['model/files', 'model/tensorflow', 'model/images', 'model/nets', 'model/kernel', 'model/run'],
    ...['model/sampling', 'model/training', 'model/inspection', 'model/gallery'],
  ],
  'model/settings.ts': ['model/settings', 'model/nets'],
  'model/events.ts': ['model/likelihood'],
  'model/error-texts.ts': ['model/error-texts'],
  'model/reports.ts': ['model/sampling'],
  'model/evaluate.ts': ['model/tensorflow', 'model/images', 'model/nets', 'model/run', 'model/training'],
  'model/cli.ts': ['model/cli'],

  'renderer/words': [],
  'renderer/controls': ['renderer/words'],
  'renderer/pictures': ['renderer/words'],
  'renderer/charts': ['renderer/words', 'renderer/controls'],
  'renderer/shell': ['renderer/words', 'renderer/controls'],
  'renderer/serve': ['renderer/controls', 'renderer/words'],
  'renderer/settings': ['renderer/words', 'renderer/controls', 'renderer/shell'],
  'renderer/inspect': ['renderer/words', 'renderer/controls', 'renderer/pictures'],
  'renderer/runs': ['renderer/words', 'renderer/controls', 'renderer/pictures', 'renderer/charts'],
  'renderer/gallery': ['renderer/words', 'renderer/controls', 'renderer/pictures', 'renderer/shell'],
  // The board of a training shows its run, and the check of its masks.
  'renderer/train': [
    ...['renderer/words', 'renderer/controls', 'renderer/pictures', 'renderer/charts', 'renderer/runs'],
    'renderer/inspect',
  ],
  // Images are read with the settings of the form.
  'renderer/data': ['renderer/words', 'renderer/controls', 'renderer/pictures', 'renderer/train'],
  'renderer/planned-run.ts': ['renderer/data', 'renderer/train'],
  'renderer/context.ts': ['renderer/shell'],
  'renderer/page-state.ts': [
    ...['renderer/charts', 'renderer/data', 'renderer/train', 'renderer/inspect', 'renderer/gallery'],
    ...['renderer/runs', 'renderer/shell', 'renderer/controls'],
  ],
  'renderer/App.svelte': [
    ...['renderer/controls', 'renderer/data', 'renderer/train', 'renderer/inspect', 'renderer/gallery'],
    ...['renderer/runs', 'renderer/settings', 'renderer/shell'],
  ],
};

const architectureFolders = fs
  .readdirSync(path.join(root, 'model/nets'), { withFileTypes: true })
  .flatMap((entry) => (entry.isDirectory() ? [`model/nets/${entry.name}`] : []));

/** The part of the engine that never loads TensorFlow: these files import only each other. */
const withoutTensorflow = [
  'model/settings',
  'model/settings/data',
  'model/settings/keeping',
  'model/settings/knob',
  'model/settings/network',
  'model/settings/training',
  'model/presets',
  'model/events',
  'model/errors',
  'model/limits',
  'model/error-texts',
  'model/error-texts/error-text',
  'model/error-texts/phrases',
  'model/error-texts/file-errors',
  'model/error-texts/image-errors',
  'model/error-texts/input-errors',
  'model/error-texts/picture-errors',
  'model/error-texts/program-errors',
  'model/error-texts/run-errors',
  'model/error-texts/weight-errors',
  'model/reports',
  'model/run-format',
  'model/run/run-folder',
  'model/files/write-file',
  'model/files/rename',
  'model/images/data-file',
  'model/images/class-number',
  'model/machine/this-machine',
  'model/machine/card-text',
  'model/pick',
  'model/files/regular-file',
  'model/files/make-folder',
  'model/number-text',
  'model/listed',
  'model/files/cut-name',
  'model/system-errors',
  'model/files/sync',
  'model/files/copy-folder',
  'model/files/remove-folder',
  'model/files/temporary-folder',
  'model/files/json-file',
  'model/machine/process-identity',
  'model/files/record-parts',
  'model/random',
  'model/gallery/gallery-record',
  'model/gallery/drawn-as',
  'model/inspection/source',
  'model/images/channels',
  'model/images/classes',
  'model/images/file-endings',
  'model/images/file-names',
  'model/images/image-folder',
  'model/images/decoding/image-format',
  'model/images/image-texts',
  'model/images/each-concurrently',
  'model/images/reading-rules',
  'model/images/require-classes',
  'model/images/split',
  'model/images/batches',
  'model/images/palette',
  'model/likelihood/categorical',
  'model/likelihood/distribution',
  'model/likelihood/likelihood',
  'model/likelihood/logistic-mixture',
  'model/likelihood/shaping',
  'model/likelihood/shaping-options',
  'model/nets/architecture',
  'model/nets/architectures',
  'model/nets/masks',
  'model/nets/model-description',
  'model/nets/parameters',
  'model/picture-form',
  'model/colour-order',
  'model/nets/receptive-field',
  ...architectureFolders.flatMap((folder) => [`${folder}/architecture`, `${folder}/parameters`]),
  'model/run/create-run',
  'model/run/metrics',
  'model/run/run-lock',
  'model/run/training-state',
  'model/sampling/drawing-options',
];
/** The files of the engine that the page imports: names, words, and arithmetic that it would otherwise repeat. */
const pageWords = [
  'model/listed',
  'model/events',
  'model/machine/card-text',
  'model/reports',
  'model/settings',
  'model/presets',
  'model/errors',
  'model/error-texts',
  'model/gallery/drawn-as',
  'model/images/channels',
  'model/images/image-texts',
  'model/likelihood/distribution',
  'model/likelihood/shaping',
  'model/likelihood/shaping-options',
  'model/nets/architectures',
  'model/nets/receptive-field',
  'model/pick',
  'model/random',
  'model/settings/data',
];

/** What the program and its page in a browser share. */
const pageLink = ['electron/serve/closing', 'electron/serve/lasting-channel', 'electron/serve/messages'];

/** Packages that only some folders may import; all others may be used where they are needed. */
export const restricted = /^(@tensorflow\/.*|electron|svelte(\/.*)?)$/;

export interface Rule {
  files: RegExp;
  /** What they may import of the project: folders (with `/` at the end) and files (without an extension). */
  project: string[];
  /** The restricted packages that they may import. */
  packages?: RegExp;
}

/** What files may import, in addition to the table of folders. The first matching rule applies. */
export const rules: Rule[] = [
  {
    files: new RegExp(`^(${withoutTensorflow.join('|')})\\.ts$`),
    project: [...withoutTensorflow, 'package.json'],
  },
  { files: /^model\//, project: ['model/', 'package.json'], packages: /^@tensorflow\// },
  {
    files: /^electron\/setup\//,
    project: ['electron/setup/', 'model/machine/nvidia', 'model/tensorflow/op-names'],
  },
  { files: /^electron\/job\/((begin|process)|services\/.*)\.ts$/, project: ['model/', 'electron/job/'] },
  {
    files: /^electron\/(.*\.(test|fuzz)|(.*\/)?testing\/.*)\.ts$/,
    project: ['electron/', 'model/'],
    packages: /^electron$/,
  },
  { files: /^electron\//, project: ['electron/', ...withoutTensorflow], packages: /^electron$/ },
  {
    files: /^renderer\/serve\//,
    project: ['renderer/', 'electron/api/', 'model/limits', ...pageLink, ...pageWords],
    packages: /^svelte/,
  },
  // Both sides of the connection between the program and its page in a browser load these.
  { files: new RegExp(`^(${pageLink.join('|')})\\.ts$`), project: [...pageLink, 'model/limits'] },
  {
    files: /^renderer\//,
    project: ['renderer/', 'electron/api/', 'electron/desktop/menu-actions', ...pageWords],
    packages: /^svelte/,
  },
  {
    files: /^e2e\/vitest\.config\.ts$/,
    project: ['e2e/patience', 'electron/setup/tensorflow-environment', 'electron/setup/numpy'],
  },
  {
    files: /^e2e\/(studio|playwright\.config)\.ts$/,
    project: ['e2e/', 'electron/api/', 'electron/setup/display'],
  },
  { files: /^e2e\/allow-debugging\.ts$/, project: ['electron/setup/fuses'] },
  { files: /^e2e\/served-program\.ts$/, project: ['e2e/', 'electron/setup/chromium'] },
  { files: /^e2e\/today\.config\.ts$/, project: ['e2e/', 'electron/setup/current-node'] },
  { files: /^e2e\/today\/begin\.mjs$/, project: ['e2e/today/', 'electron/setup/chromium'] },
  { files: /^e2e\/today\/electron\.ts$/, project: ['electron/serve/electron'] },
  { files: /^e2e\//, project: ['e2e/', 'electron/api/'] },
];

/** A page that was taken over: any calls with any arguments get coded errors, and reach no file that was not chosen. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { fuzz, fuzzOf } from '../model/testing/fuzz-process';
import { calls, type CallName } from './api/contract';
import { FileDialogs } from './desktop/dialogs';
import { OpenedFiles } from './desktop/opened-files';
import { LogFile } from './desktop/log-file';
import { ProgramMenu } from './desktop/menu';
import { PictureDrag } from './desktop/picture-drag';
import { PreferencesFile } from './desktop/preferences';
import { WorkSignals } from './desktop/work-signals';
import { grantsByPurpose } from './grants';
import { handlersOf } from './handlers';
import { answerCall } from './ipc';
import type { JobHost } from './job/host';
import type { Jobs } from './jobs';
import { RunLibrary } from './library/run-library';
import { Runs } from './runs';
import { person } from './testing/no-electron';
import { valuesOf } from './testing/values-of';

const [made = ''] = process.argv.slice(5);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'contract-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
process.chdir(folder);
process.env['TMPDIR'] = folder;
const inFolder = (...names: string[]) => path.join(folder, ...names);

const granted = inFolder('granted');
const [picture, weights] = [inFolder('picture.png'), inFolder('weights.pt')];
const secret = inFolder('secret');
for (const place of [granted, secret]) fs.mkdirSync(place);
const texts = {
  ids: ['plain', 'plain', 'plain', 'rows', 'pictures', 'none', '../secret'],
  words: ['Name', granted, picture, weights, secret, '/etc/passwd', '../secret', `${granted}/../secret`],
};

/** A job that remembers what it is asked. */
const asked: unknown[] = [];
const job = {
  ask: (_: string, argument: unknown) => {
    asked.push(argument);
    return { id: asked.length, answer: Promise.resolve({ images: 1, classes: [], files: [] }) };
  },
  cancel: () => undefined,
  kill: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  isRunning: false,
} as unknown as JobHost;

/** Names, sizes and times of all files: what changes when a call writes. */
function stateOf(library: string): string {
  if (!fs.existsSync(library)) return '';
  const names = fs.readdirSync(library, { recursive: true, encoding: 'utf8' });
  const stats = names.map((name) => fs.statSync(path.join(library, name)));
  return stats.map(({ mtimeMs, size, ino }, index) => `${names[index]} ${mtimeMs} ${size} ${ino}`).join('\n');
}

let untouched = 'none';

/** The library as it was in the beginning. */
function resetLibrary(): void {
  const library = inFolder('library');
  if (stateOf(library) === untouched) return;
  fs.rmSync(library, { recursive: true, force: true });
  fs.cpSync(path.join(made, 'library/plain'), path.join(library, 'plain'), { recursive: true });
  untouched = stateOf(library);
}

function newProgram() {
  resetLibrary();
  const library = new RunLibrary(inFolder('library'));
  const preferences = new PreferencesFile(inFolder('preferences.json'));
  const grants = grantsByPurpose([granted]);
  grants.pictures.add(picture);
  grants.weights.add(weights);
  const emit = () => undefined;
  const window = () => undefined;
  const jobs = {
    training: job,
    interactive: job,
    checking: job,
    useCores: () => undefined,
  } as unknown as Jobs;
  const dialogs = new FileDialogs(window, preferences);
  const opened = new OpenedFiles(emit);
  opened.add(weights);
  const runs = new Runs({
    training: job,
    library,
    grants: grants.folders,
    emit,
    dialogs,
  });
  const drag = new PictureDrag({ interactive: job, library, folder: inFolder('dragged'), window });
  const log = new LogFile(inFolder('studio.log'));
  const desktop = { showProgress: emit, notify: emit, isFocused: () => true, keepAwake: emit };
  const signals = new WorkSignals(
    desktop,
    () => preferences.preferences,
    (run) => run,
  );
  const menu = new ProgramMenu(() => ({ training: signals.training, ...preferences.preferences }), {
    choose: emit,
    forgetRecentFolders: emit,
  });
  const program = { log, preferences, grants, library, jobs, runs, signals, drag, dialogs, opened, menu };
  return handlersOf({ ...program, emit });
}

/** Every path in an argument of a job. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return path.isAbsolute(value) || value.includes('..') ? [value] : [];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    // Words, which no job opens.
    /^(className|as|name|excluded|values|classNames|settings)$/.test(name) ? [] : pathsIn(inner),
  );
}

const names = Object.keys(calls) as CallName[];
/** More often than others: what they take is nested. */
const pictureCalls = ['readPicture', 'inspectImage', 'compareImage', 'draw', 'growSiblings'] as const;
const calling = fc
  // It lets the page use the folder that the run was trained on.
  .constantFrom(...names.filter((name) => name !== 'duplicateRun'), ...pictureCalls, ...pictureCalls)
  .chain((name) =>
    fc.tuple(fc.constant(name), fc.tuple(...calls[name].schemas.map((schema) => valuesOf(schema, texts)))),
  );

const contract = fuzzOf(
  fc.record({
    all: fc.array(calling, { minLength: 1, maxLength: 4 }),
    chosen: fc.constantFrom(null, inFolder('chosen')),
  }),
  async ({ all, chosen }) => {
    person.chosen = chosen;
    const handlers = newProgram();
    for (const [name, args] of all) {
      asked.length = 0;
      const answer = await answerCall(
        handlers,
        'studio://app/',
        () => true,
        () => undefined,
        name,
        args,
      );
      if (!answer.ok && answer.error.code === 'unexpected')
        throw new Error(`${name}: ${answer.error.facts.stack}`);
      const reached = pathsIn(asked).filter((file) => !isAllowed(path.resolve(file)));
      if (reached.length) throw new Error(`${name} reaches ${reached.join(', ')}`);
    }
    if (fs.readdirSync(secret).length) throw new Error('something was written into another folder');
  },
);

function isAllowed(file: string): boolean {
  const allowed = [
    granted,
    picture,
    weights,
    inFolder('library'),
    inFolder('chosen'),
    inFolder('dragged'),
    inFolder('pixelcnn-paste-'),
  ];
  return allowed.some((place) => file === place || file.startsWith(place));
}

await fuzz({ contract });

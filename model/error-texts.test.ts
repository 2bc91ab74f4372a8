import { expect, test } from 'vitest';
import { reasonOf, type ErrorCode, type ErrorData, type ErrorFacts } from './errors';
import { errorReason, errorText } from './error-texts';
import { parseSettings } from './settings';

/** Codes that only the parser of the command line throws. */
const ofTheCommandLine: readonly ErrorCode[] = ['argument-unknown', 'argument-missing'];

const samples: { [C in ErrorCode]: ErrorFacts[C] } = {
  'settings-invalid': { problems: [{ setting: 'size', value: 'x', expected: 'a whole number' }] },
  'preset-unknown': { preset: 'huge', known: ['tiny'] },
  'argument-unknown': { argument: '--run', known: ['--help'] },
  'argument-missing': { argument: '--run' },
  'argument-invalid': { argument: 'The name', value: '', expected: 'at least one visible character' },
  'folder-unreachable': { folder: '/a', reason: 'It is not there' },
  'folder-without-images': { folder: '/a', skipped: 3 },
  'too-few-images': { folder: '/a', images: 1, needed: 2 },
  'image-unreadable': { file: '/a.png', reason: 'It is cut short' },
  'file-unreadable': { file: '/a', reason: 'It is not there' },
  'file-damaged': { file: '/a', reason: 'It is cut short' },
  'file-newer': { file: '/a' },
  'preferences-damaged': { file: '/preferences-damaged.json', reason: 'it is empty' },
  'file-unwritable': { file: '/a', reason: 'It is read-only' },
  'file-exists': { file: '/a' },
  'file-foreign': { file: '/a' },
  'folder-gone': { folder: '/a', file: '/a/b' },
  'disk-full': { folder: '/a', freeBytes: 1e6, neededBytes: 2e6 },
  'out-of-memory': { neededBytes: 2e9, availableBytes: 1e9, batchThatFits: 4 },
  'too-few-classes': { folder: '/a', classes: [] },
  'class-unknown': { className: 'cats', known: ['dogs'] },
  'picture-foreign': { file: '/a.png', reason: 'It holds no settings', isOurs: false },
  'checkpoint-gone': { model: 'Tiny', step: 4 },
  'mask-unusable': { reason: 'Nothing is marked' },
  'run-exists': { folder: '/run' },
  'folder-not-empty': { folder: '/a', names: ['letter.txt'] },
  'run-missing': { folder: '/run' },
  'run-damaged': { folder: '/run', file: 'run.json', reason: 'It is cut short' },
  'run-busy': { run: 'Digits' },
  'run-training': {},
  'run-locked': { folder: '/run', pid: 7, host: 'ape', since: Date.UTC(2026, 10, 28) },
  'run-taken-over': { folder: '/run' },
  'library-busy': { folder: '/library' },
  'library-moving': { folder: '/library' },
  'library-move-cut': { from: '/library', to: '/usb', isDone: false },
  'library-move-open': { from: '/library', to: '/usb', reason: 'The disk is full' },
  'originals-left': { folder: '/library', runs: ['one', 'two'], reason: 'there is no trash' },
  'run-too-large': { folder: '/run', bytes: 2e9, files: 9, mostBytes: 1e9, mostFiles: 99 },
  'run-finished': { folder: '/run', step: 300 },
  'checkpoint-missing': { folder: '/run' },
  'checkpoint-damaged': { step: 4, file: '/run/4', reason: 'it is another', others: [2, 3] },
  'images-unknown': {},
  'data-changed': { folder: '/a', missing: ['1.png'], added: [], changed: [] },
  'not-a-number': { step: 20, backAt: 10 },
  'weights-unsupported': { file: '/a.pt', reason: 'It is no zip' },
  'weights-not-finite': { tensor: 'first.kernel', value: 'NaN' },
  'weights-mismatch': { tensor: 'first/kernel', expected: '[7,7,1,64]', found: '[3,3,1,64]' },
  'pixel-outside': { x: 9, y: 9, width: 8, height: 8 },
  'job-died': { job: 'training', output: '' },
  'tensorflow-missing': { reason: 'The library is not there' },
  'program-open': { folder: '/data', pid: 1, host: 'box', since: 0 },
  'place-unusable': { place: '/a', reason: 'It is not there' },
  'temporary-unusable': { folder: '/tmp', reason: 'The disk is full' },
  cancelled: {},
  unexpected: { message: 'undefined is not a function', stack: '' },
};
/** The same codes with other facts, and with reasons in the words of libraries and the system. */
const others: ErrorData[] = [
  { code: 'folder-without-images', facts: { folder: '/a', skipped: 0 } },
  { code: 'file-damaged', facts: { file: '/a', reason: 'it is too short to hold a header' } },
  { code: 'file-damaged', facts: { file: '/a', reason: 'Its ZIP archive is damaged.' } },
  { code: 'image-unreadable', facts: { file: '/a.png', reason: 'pngload_buffer: libspng read error\n' } },
  { code: 'out-of-memory', facts: { neededBytes: 2e9, availableBytes: 1e9, batchThatFits: 0 } },
  { code: 'too-few-classes', facts: { folder: '/a', classes: ['cats'] } },
  { code: 'class-unknown', facts: { className: '', known: ['dogs'] } },
  { code: 'class-unknown', facts: { className: 'cats', known: [] } },
  { code: 'data-changed', facts: { folder: '/a', missing: [], added: ['2.png'], changed: ['3.png'] } },
  { code: 'library-move-cut', facts: { from: '/library', to: '/usb', isDone: true } },
  { code: 'checkpoint-missing', facts: { folder: '/run', others: [2, 3] } },
  { code: 'checkpoint-missing', facts: { folder: '/run', step: 4, others: [2, 3] } },
  { code: 'not-a-number', facts: { step: 20, backAt: null } },
  { code: 'job-died', facts: { job: 'training', output: 'ended with code 1' } },
  { code: 'place-unusable', facts: { place: '', reason: 'The disk is full' } },
  { code: 'run-damaged', facts: { folder: '/run', file: 'run.json', reason: reasonOf(parseError()) } },
  { code: 'unexpected', facts: { message: 'it broke', stack: '' } },
  ...settingProblems({ sice: 8, size: 'x', colour: 'red', background: 'red' }),
  ...settingProblems({ filters: 7, kernel: 4 }),
  ...settingProblems([]),
];
const errors = Object.entries(samples).map(([code, facts]) => ({ code, facts }) as ErrorData);

test.each(['window', 'terminal'] as const)('errors in the %s are whole sentences', (audience) => {
  for (const error of [...errors, ...others]) {
    const { title, cause, remedy } = errorText(error, audience);
    for (const sentence of [title, cause, ...(error.code === 'cancelled' ? [] : [remedy])]) {
      expect(sentence, error.code).toMatch(/^([A-Z“/]|--)[^]*[.!?]$/);
      expect(sentence, error.code).not.toMatch(/\.\.|undefined|not empty|\bE[A-Z]{2,}:|\n\.|“”,/);
    }
  }
});

test('a run that is being trained is not called another one', () => {
  expect(errorText({ code: 'run-training', facts: {} }, 'window').title).toBe('This run is being trained.');
});

test('the window names no flag and no command, since they cannot be typed there', () => {
  const said = errors
    .filter(({ code }) => !ofTheCommandLine.includes(code))
    .map((error) => Object.values(errorText(error, 'window')).join(' '))
    .filter((words) => /(^|[\s(])--\w|\bcommand\b|\bresume --/.test(words));
  expect(said).toEqual([]);
});

test('for moved images the terminal names its flags, the window its buttons', () => {
  const error = { code: 'data-changed', facts: samples['data-changed'] } as const;
  expect(errorText(error, 'terminal').remedy).toMatch(/--data.*--accept-changed-data/);
  expect(errorText(error, 'window').remedy).toContain('“Duplicate with changes”');
});

test('after a loss that is not a number, resuming is not suggested', () => {
  const { remedy } = errorText({ code: 'not-a-number', facts: samples['not-a-number'] }, 'window');
  expect(remedy).toContain('Resuming repeats the same steps and ends the same way');
});

test('an error as the reason of another has no remedy and no full stop', () => {
  expect(errorReason({ code: 'file-newer', facts: { file: 'a.pixelcnn' } })).toBe(
    'a.pixelcnn was made by a newer version of the program. This version does not know its format',
  );
});

function settingProblems(settings: unknown): ErrorData[] {
  const parsed = parseSettings(settings);
  return parsed.ok ? [] : [{ code: 'settings-invalid', facts: { problems: parsed.problems } }];
}

function parseError(): unknown {
  try {
    return JSON.parse('{"a": tru');
  } catch (thrown) {
    return thrown;
  }
}

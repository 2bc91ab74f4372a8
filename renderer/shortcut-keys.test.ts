import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { entryFor, pageLines, shownKeys } from './shortcut-keys';

test('keys are named as they are written on the machine', () => {
  expect(shownKeys('CmdOrCtrl+Shift+E', false)).toEqual(['Ctrl', 'Shift', 'E']);
  expect(shownKeys('CmdOrCtrl+Shift+E', true)).toEqual(['⌘', '⇧', 'E']);
  expect(shownKeys('CmdOrCtrl+Plus', false)).toEqual(['Ctrl', '+']);
  expect(shownKeys('Shift+ArrowLeft', false)).toEqual(['Shift', '←']);
  expect(shownKeys('F1', true)).toEqual(['F1']);
});

/** The meaning of a key on an element, out of those for pictures, drawings and galleries. */
function meaning(init: KeyboardEventInit, on: HTMLElement = document.createElement('div')) {
  const actions = [
    'choose',
    'left',
    'pan-left',
    'zoom-in',
    'zoom-all',
    'star',
    'sheet',
    'undo',
    'redo',
  ] as const;
  const event = new KeyboardEvent('keydown', init);
  on.dispatchEvent(event);
  return entryFor(event, Object.fromEntries(actions.map((action) => [action, action])));
}

test('a key means what the table says, with the modifiers it names and no others', () => {
  expect(meaning({ key: ' ' })).toBe('choose');
  expect(meaning({ key: 'ArrowLeft' })).toBe('left');
  expect(meaning({ key: 'ArrowLeft', shiftKey: true })).toBe('pan-left');
  expect(meaning({ key: 'ArrowLeft', ctrlKey: true })).toBeUndefined();
  // Whether a character needs the shift key depends on the keyboard.
  expect(['+', '='].map((key) => meaning({ key, shiftKey: key === '+' }))).toEqual(['zoom-in', 'zoom-in']);
  expect(['s', 'S'].map((key) => meaning({ key }))).toEqual(['star', 'star']);
  expect(meaning({ key: 's', ctrlKey: true })).toBeUndefined();
  expect(meaning({ key: 'z', ctrlKey: true })).toBe('undo');
  expect(meaning({ key: 'z', metaKey: true })).toBe('undo');
  expect(meaning({ key: 'Z', ctrlKey: true, shiftKey: true })).toBe('redo');
  expect(meaning({ key: '0', altKey: true })).toBeUndefined();
});

test('keys are letters where a person types, and choose in a list of options', () => {
  const input = (type: string) => Object.assign(document.createElement('input'), { type });
  expect(meaning({ key: '?' }, input('number'))).toBeUndefined();
  expect(meaning({ key: 'z', ctrlKey: true }, input('text'))).toBeUndefined();
  expect(meaning({ key: 'z', ctrlKey: true }, input('checkbox'))).toBe('undo');
  expect(meaning({ key: '0' }, input('range'))).toBe('zoom-all');
  const select = document.createElement('select');
  expect(meaning({ key: 's' }, select)).toBeUndefined();
  expect(meaning({ key: 'z', ctrlKey: true }, select)).toBe('undo');
});

test('no two lines of the sheet have the same label, and each has keys', () => {
  const lines = pageLines();
  expect(new Set(lines.map(({ label }) => label)).size).toBe(lines.length);
  expect(lines.find(({ label }) => label.startsWith('Move in'))?.keys).toHaveLength(4);
  for (const { keys } of lines) expect(keys.length).toBeGreaterThan(0);
});

// A handler that read the key itself could handle one that the sheet does not show.
test('no other code of the page reads which key was pressed', () => {
  const folder = import.meta.dirname;
  const sources = (fs.readdirSync(folder, { recursive: true }) as string[]).filter(
    (file) => /\.(svelte|ts)$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('shortcut-keys.ts'),
  );
  const handlers = sources
    .map((file) => ({ file, code: fs.readFileSync(path.join(folder, file), 'utf8') }))
    .filter(({ code }) => /KeyboardEvent|onkey|keydown|keyup|keypress/.test(code));
  expect(handlers.length).toBeGreaterThan(8);
  const wrong = handlers
    .map(({ file, code }) => ({ file, code: code.replace(/\/\*[^]*?\*\/|\/\/.*|<!--[^]*?-->/g, '') }))
    .filter(({ code }) =>
      /\.(key|code|keyCode|which)\b|[{,]\s*(key|code|keyCode|which)\b\s*[,:}=]/.test(code),
    );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

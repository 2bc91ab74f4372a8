import { expect, test } from 'vitest';
import { shownKeys } from './shortcut-keys';

test('keys are named as they are written on the machine', () => {
  expect(shownKeys('CmdOrCtrl+Shift+E', false)).toEqual(['Ctrl', 'Shift', 'E']);
  expect(shownKeys('CmdOrCtrl+Shift+E', true)).toEqual(['⌘', '⇧', 'E']);
  expect(shownKeys('CmdOrCtrl+Plus', false)).toEqual(['Ctrl', '+']);
  expect(shownKeys('F1', true)).toEqual(['F1']);
});

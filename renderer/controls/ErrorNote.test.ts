import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import ErrorNote from './ErrorNote.svelte';

test('an error says what happened, why, and what to do', () => {
  const facts = { neededBytes: 19.2e9, availableBytes: 9.2e9, batchThatFits: 16 };
  render(ErrorNote, { error: { code: 'out-of-memory', facts } });
  const note = screen.getByRole('alert');
  expect(note.textContent).toContain('These settings need more memory');
  expect(note.textContent).toContain('19200 MB');
  expect(note.textContent).toContain('Lower the batch size to 16.');
});

test('no error is nothing', () => {
  render(ErrorNote, { error: null });
  expect(screen.queryByRole('alert')).toBeNull();
});

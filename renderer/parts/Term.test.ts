import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { terms } from '../terms';
import Term from './Term.svelte';

test('a word opens its note and closes it with Escape, a click beside it, or by leaving it', async () => {
  render(Term, { name: 'temperature' });
  const word = screen.getByRole('button', { name: 'temperature' });
  const note = () => screen.queryByRole('note');
  expect(note()).toBeNull();
  await fireEvent.click(word);
  expect(note()?.textContent).toBe(terms.temperature);
  expect(word.getAttribute('aria-expanded')).toBe('true');
  expect(word.getAttribute('aria-describedby')).toBe(note()?.id);
  await fireEvent.keyDown(word, { key: 'Escape' });
  expect(note()).toBeNull();
  await fireEvent.click(word);
  await fireEvent.mouseDown(document.body);
  expect(note()).toBeNull();
  await fireEvent.click(word);
  await fireEvent.blur(word);
  expect(note()).toBeNull();
});

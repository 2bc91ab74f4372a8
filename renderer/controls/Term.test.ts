import fs from 'node:fs';
import path from 'node:path';
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { terms } from './terms';
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

test('punctuation stays on the line of its word', () => {
  render(Term, { name: 'levels', after: ',' });
  const whole = screen.getByRole('button').parentElement as HTMLElement;
  expect([whole.className.split(' ')[0], whole.textContent]).toEqual(['whole', 'levels,']);
});

// A button is a box of its own: a line may break after it, and begin with the comma.
test('no punctuation in the page follows an explained word outside its element', () => {
  const folder = path.join(import.meta.dirname, '..');
  const sources = (fs.readdirSync(folder, { recursive: true }) as string[]).filter((file) =>
    file.endsWith('.svelte'),
  );
  const bare = sources.filter((file) =>
    /<Term\b[^>]*\/>\s*[,.;:!?)]/.test(fs.readFileSync(path.join(folder, file), 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(50);
  expect(bare).toEqual([]);
});

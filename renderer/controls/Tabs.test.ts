import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, test, vi } from 'vitest';
import Tabs from './Tabs.svelte';

test('arrow keys cycle through the tabs, and only the chosen one is a tab stop', async () => {
  const onchoose = vi.fn();
  const tabs = ['One', 'Two', 'Three'].map((name) => ({ value: name.toLowerCase(), name }));
  const children = createRawSnippet(() => ({ render: () => '<p>shown</p>' }));
  render(Tabs, { label: 'Views', tabs, value: 'one', onchoose, children });
  const [one, two, three] = screen.getAllByRole('tab');
  expect([one, two, three].map((tab) => tab?.tabIndex)).toEqual([0, -1, -1]);
  await fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowLeft' });
  expect(document.activeElement).toBe(three);
  await fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowRight' });
  await fireEvent.click(three as HTMLElement);
  expect(onchoose.mock.calls.map(([value]) => value)).toEqual(['three', 'two', 'three']);
  expect(screen.getByRole('tabpanel', { name: 'One' }).textContent).toContain('shown');
});

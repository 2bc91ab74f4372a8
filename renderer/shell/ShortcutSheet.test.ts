import { screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { pageLines } from '../shortcut-keys';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import ShortcutSheet from './ShortcutSheet.svelte';

test('the sheet shows every key that the page and the menu handle', () => {
  fakeBridge({});
  HTMLDialogElement.prototype.showModal = () => {};
  renderWithState(createAppState(), ShortcutSheet, {});
  const keysOf = (label: string) => {
    const line = screen.getByText(label).closest('div') as HTMLElement;
    return [...line.querySelectorAll('kbd')].map((key) => key.textContent).join(' ');
  };
  const page = within(screen.getByRole('region', { name: 'In the page', hidden: true }));
  for (const { label } of pageLines()) page.getByText(label);
  expect(keysOf('Star the chosen picture')).toBe('S');
  expect(keysOf('One pixel back or forward in a drawing')).toBe(', .');
  expect(keysOf('Play or pause a drawing')).toBe('P');
  expect(keysOf('Paint or mark a pixel')).toBe('Space Enter');
  expect(keysOf('Show a whole picture or chart')).toBe('0');
  expect(keysOf('Move in a picture, a list or a chart')).toBe('← ↑ ↓ →');
  expect(keysOf('Undo')).toBe('Ctrl Z');
  expect(keysOf('Redo')).toBe('Ctrl Shift Z');
  expect(keysOf('System Theme')).toBe('');
});

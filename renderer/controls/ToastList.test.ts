import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import ToastList from './ToastList.svelte';

function show() {
  fakeBridge({});
  const app = createAppState();
  renderWithState(app, ToastList, {});
  const texts = () => [...screen.getByRole('region').querySelectorAll('p')].map((p) => p.textContent);
  return { toasts: app.toasts, texts };
}

test('the newest three messages are in sight, each of them once', async () => {
  const { toasts, texts } = show();
  for (const text of ['one', 'two', 'three', 'four', 'three']) toasts.show(text);
  await expect.poll(texts).toEqual(['two', 'four', 'three']);
  await fireEvent.click(screen.getAllByRole('button', { name: 'Dismiss' })[0] as HTMLElement);
  expect(texts()).toEqual(['four', 'three']);
});

test('what was done can be undone once', async () => {
  const { toasts, texts } = show();
  let undone = 0;
  toasts.show('Replaced.', { name: 'Undo', run: () => undone++ });
  await fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  expect(undone).toBe(1);
  expect(texts()).toEqual([]);
});

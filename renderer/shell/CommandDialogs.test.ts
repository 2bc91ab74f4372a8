import { fireEvent } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import CommandDialogs from './CommandDialogs.svelte';

test('Escape cancels the work on show that began last, after a dialog, a control and a search', async () => {
  fakeBridge({ offerActions: () => undefined });
  const app = createAppState();
  renderWithState(app, CommandDialogs, {});
  const cancelled: string[] = [];
  app.work.offer(() => void cancelled.push('first'));
  const end = app.work.offer(() => void cancelled.push('second'));
  const press = (target: Element) => fireEvent.keyDown(target, { key: 'Escape' });
  const add = <K extends keyof HTMLElementTagNameMap>(name: K) =>
    document.body.appendChild(document.createElement(name));

  const dialog = add('dialog');
  dialog.setAttribute('open', '');
  await press(dialog);
  dialog.remove();
  const control = add('button');
  control.addEventListener('keydown', (event) => event.preventDefault());
  await press(control);
  control.remove();
  const search = Object.assign(add('input'), { type: 'search', value: 'digits' });
  await press(search);
  expect(cancelled).toEqual([]);

  search.value = '';
  await press(search);
  search.remove();
  await press(Object.assign(add('input'), { type: 'number' }));
  expect(cancelled).toEqual(['second', 'second']);
  end();
  await press(document.body);
  expect(cancelled).toEqual(['second', 'second', 'first']);
});

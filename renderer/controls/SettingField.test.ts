import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import SettingField from './SettingField.svelte';

function show(props: { name: 'filters' | 'fit'; value?: number | string; disabled?: boolean }) {
  fakeBridge({});
  const app = createAppState();
  renderWithState(app, SettingField, props);
  return app;
}

test('a wrong entry is marked and explained, a right one reaches the form', async () => {
  const { runForm } = show({ name: 'filters' });
  const field = screen.getByLabelText('Filters');
  await fireEvent.input(field, { target: { value: '7' } });
  expect(field.getAttribute('aria-invalid')).toBe('true');
  screen.getByText('Must be even.');
  await fireEvent.input(field, { target: { value: '48' } });
  expect(field.getAttribute('aria-invalid')).toBeNull();
  expect(runForm.settings?.filters).toBe(48);
});

test('a choice offers the options of its knob by their labels', async () => {
  const { runForm } = show({ name: 'fit' });
  const field = screen.getByLabelText<HTMLSelectElement>('Fit');
  expect([...field.options].map(({ value }) => value)).toEqual(['crop', 'fit', 'stretch']);
  expect([...field.options].map(({ text }) => text)).toEqual(['Cut the sides', 'Add margins', 'Squeeze']);
  await fireEvent.change(field, { target: { value: 'stretch' } });
  expect(runForm.settings?.fit).toBe('stretch');
});

test('the value of a run is shown in place of the form and cannot be changed', () => {
  show({ name: 'filters', value: 128, disabled: true });
  const field = screen.getByLabelText<HTMLInputElement>('Filters');
  expect([field.value, field.disabled]).toEqual(['128', true]);
});

import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import ImportModelDialog from './ImportModelDialog.svelte';

function show(file: string, described: { name: string; size: number } | null) {
  const onimport = vi.fn();
  render(ImportModelDialog, { file, described, onimport, oncancel: () => {} });
  return { onimport, submit: () => screen.getByRole('button', { name: 'Import' }).click() };
}

test('weights of PyTorch need the size of their pictures', () => {
  const { onimport, submit } = show('/models/notebook.pt', null);
  expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('notebook');
  const size = screen.getByLabelText<HTMLInputElement>('Size in pixels');
  size.value = '24';
  submit();
  expect(onimport).toHaveBeenCalledWith('notebook', 24);
});

test('exported weights do not', () => {
  const { onimport, submit } = show('C:\\models\\a.safetensors', { name: 'Icons', size: 32 });
  screen.getByText(/exported with its settings, for pictures of 32 × 32 pixels/);
  expect(screen.queryByLabelText('Size in pixels')).toBeNull();
  submit();
  expect(onimport).toHaveBeenCalledWith('Icons', null);
});

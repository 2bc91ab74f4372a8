import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { somePictures } from '../../testing/samples';
import RankedImages from './RankedImages.svelte';

test('images are shown with their bits, and chosen by key or click', async () => {
  const onchoose = vi.fn();
  const found = {
    files: ['9/odd.png', '3/plain.png'],
    indices: [4, 2],
    pictures: somePictures(2),
    bits: [1.25, 0.5],
    surprise: new Float32Array(8),
    total: 2,
  };
  render(RankedImages, { found, chosen: null, onchoose });
  const names = screen.getAllByRole('option').map((option) => option.getAttribute('aria-label'));
  expect(names).toEqual(['9/odd.png, 1.250 bits per dimension', '3/plain.png, 0.500 bits per dimension']);
  const list = screen.getByRole('listbox');
  await fireEvent.keyDown(list, { key: 'End' });
  await fireEvent.keyDown(list, { key: 'Enter' });
  await fireEvent.click(screen.getAllByRole('option')[0] as HTMLElement);
  expect(onchoose.mock.calls).toEqual([[1], [0]]);
});

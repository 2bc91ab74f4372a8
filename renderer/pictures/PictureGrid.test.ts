import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { somePictures } from '../testing/samples';
import PictureGrid from './PictureGrid.svelte';

function show(count: number) {
  const onchoose = vi.fn();
  render(PictureGrid, { pictures: somePictures(count), label: 'Pictures', most: 40, chosen: null, onchoose });
  return { onchoose, box: screen.getByRole('listbox', { name: 'Pictures' }) };
}

test('arrows move without choosing, Enter chooses', async () => {
  const { onchoose, box } = show(9);
  await fireEvent.keyDown(box, { key: 'ArrowRight' });
  await fireEvent.keyDown(box, { key: 'ArrowDown' });
  expect(onchoose).not.toHaveBeenCalled();
  await fireEvent.keyDown(box, { key: 'Enter' });
  expect(onchoose).toHaveBeenCalledWith(2);
});

test('arrows stop at the ends', async () => {
  const { onchoose, box } = show(3);
  await fireEvent.keyDown(box, { key: 'ArrowLeft' });
  await fireEvent.keyDown(box, { key: ' ' });
  await fireEvent.keyDown(box, { key: 'End' });
  await fireEvent.keyDown(box, { key: 'ArrowRight' });
  await fireEvent.keyDown(box, { key: ' ' });
  expect(onchoose.mock.calls).toEqual([[0], [2]]);
});

test('a click chooses', async () => {
  const { onchoose } = show(3);
  await fireEvent.click(screen.getByRole('option', { name: 'Picture 1' }));
  expect(onchoose).toHaveBeenCalledWith(1);
});

test('of thousands only those in sight are drawn', () => {
  show(5000);
  expect(screen.getAllByRole('option').length).toBeLessThan(50);
});

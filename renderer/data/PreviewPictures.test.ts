import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { DatasetReport } from '../../model/reports';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someReport } from '../testing/samples';
import PreviewPictures from './PreviewPictures.svelte';

function show(images: number, flat: number, alpha = 0): void {
  fakeBridge({});
  const notes: DatasetReport['notes'] = [
    { note: 'alpha', images: alpha, files: [] },
    { note: 'flat', images: flat, files: [] },
  ];
  const report = someReport({ images, notes: notes.filter((note) => note.images) });
  renderWithState(createAppState(), PreviewPictures, { report, faded: false });
}

test('images of one colour are reported when they are the majority, with what may help', () => {
  show(40, 40, 40);
  screen.getByText(/All of them are one colour throughout.*another background/s);
});

test('a few images of one colour are not reported', () => {
  show(40, 20);
  expect(screen.queryByText(/one colour throughout/)).toBeNull();
});

test('without transparency no background helps', () => {
  show(40, 30);
  expect(screen.getByText(/30 of them are one colour throughout/).textContent).not.toContain('background');
});

import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../../context';
import { fakeBridge } from '../../testing/fake-bridge';
import { renderWithState } from '../../testing/render-with-state';
import { somePictures } from '../../testing/samples';
import MaskCheckResult from './MaskCheckResult.svelte';

test.each([
  [true, 'The masks hold.'],
  [false, 'The masks leak.'],
])('pictures the same: %s', (same, words) => {
  fakeBridge({});
  const app = createAppState();
  app.inspection.masks = { same, fromBlank: somePictures(1), fromNoise: somePictures(1) };
  renderWithState(app, MaskCheckResult, {});
  screen.getByRole('heading', { name: words });
  expect(screen.getByRole('status').classList.contains('is-bad')).toBe(!same);
});

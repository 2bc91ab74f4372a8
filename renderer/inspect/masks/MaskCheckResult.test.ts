import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createRooms } from '../../context';
import { fakeBridge } from '../../testing/fake-bridge';
import { renderInRooms } from '../../testing/render-in-rooms';
import { somePictures } from '../../testing/samples';
import MaskCheckResult from './MaskCheckResult.svelte';

test.each([
  [true, 'The masks hold.'],
  [false, 'The masks leak.'],
])('pictures the same: %s', (same, words) => {
  fakeBridge({});
  const rooms = createRooms();
  rooms.inspection.masks = { same, fromBlank: somePictures(1), fromNoise: somePictures(1) };
  renderInRooms(rooms, MaskCheckResult, {});
  screen.getByRole('heading', { name: words });
  expect(screen.getByRole('status').classList.contains('broken')).toBe(!same);
});

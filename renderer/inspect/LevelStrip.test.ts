import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import LevelStrip from './LevelStrip.svelte';

test('keys and the mouse choose a level, never beyond the ends', async () => {
  const onchoose = vi.fn();
  const colours = ['#000000', '#555555', '#aaaaaa', '#ffffff'];
  render(LevelStrip, { label: 'Brush', colours, level: 2, onchoose });
  const strip = screen.getByRole('slider', { name: 'Brush' });
  expect(strip.getAttribute('aria-valuetext')).toBe('level 2, #aaaaaa');
  for (const key of ['ArrowRight', 'ArrowLeft', 'PageUp', 'Home']) await fireEvent.keyDown(strip, { key });
  strip.getBoundingClientRect = () => ({ left: 10, width: 80 }) as DOMRect;
  strip.setPointerCapture = () => {};
  await fireEvent.pointerDown(strip, { clientX: 35, buttons: 1, pointerId: 1 });
  await fireEvent.pointerMove(strip, { clientX: 60, buttons: 0, pointerId: 1 });
  expect(onchoose.mock.calls.map(([level]) => level)).toEqual([3, 1, 3, 0, 1]);
});

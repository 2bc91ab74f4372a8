import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import PixelStage from './PixelStage.svelte';

function show() {
  const onpoint = vi.fn();
  const colours = { width: 4, height: 4, rgba: new Uint8ClampedArray(64) };
  render(PixelStage, {
    colours,
    label: 'Picture',
    side: 80,
    cursor: { x: 1, y: 2 },
    valueText: 'x 1, y 2: level 3',
    onpoint,
  });
  const stage = screen.getByRole('slider', { name: 'Picture' });
  stage.getBoundingClientRect = () => new DOMRect(100, 50, 80, 80);
  return { onpoint, stage };
}

test('arrows point at the neighbours', async () => {
  const { onpoint, stage } = show();
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'a'])
    await fireEvent.keyDown(stage, { key });
  expect(onpoint.mock.calls).toEqual([
    [0, 2],
    [2, 2],
    [1, 1],
    [1, 3],
  ]);
});

test('a click points at the pixel under it, column first', async () => {
  const { onpoint, stage } = show();
  await fireEvent.click(stage, { clientX: 100 + 79, clientY: 50 + 21 });
  expect(onpoint).toHaveBeenCalledWith(3, 1);
});

test('the pixel under the cursor is described', () => {
  const { stage } = show();
  expect(stage.getAttribute('aria-valuetext')).toBe('x 1, y 2: level 3');
  expect(stage.getAttribute('aria-valuenow')).toBe('9');
});

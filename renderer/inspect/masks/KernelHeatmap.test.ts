import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import KernelHeatmap from './KernelHeatmap.svelte';

test('hidden taps are struck out, the strongest is the brightest', () => {
  const kernel = {
    layer: 'first',
    mask: 'A' as const,
    rows: 2,
    columns: 2,
    weights: Float32Array.of(0.5, 0.25, 1, 0),
    live: Uint8Array.of(1, 1, 1, 0),
  };
  const { container } = render(KernelHeatmap, { kernel });
  screen.getByRole('img', { name: 'first, 2 × 2 taps, 1 hidden, mean weight at most 1' });
  expect(container.querySelectorAll('line')).toHaveLength(1);
  const fills = [...container.querySelectorAll('rect[fill]')].map((rect) => rect.getAttribute('fill'));
  expect(fills).toHaveLength(3);
  expect(fills[2]).toBe('#fde725');
});

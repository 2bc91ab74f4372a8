import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import DistributionBars from './DistributionBars.svelte';
import DistributionTable from './DistributionTable.svelte';

function bars(probabilities: Float32Array, value: number) {
  const { container } = render(DistributionBars, { probabilities, value });
  return [...container.querySelectorAll('.bars rect')];
}

test('bars stand in proportion under a round top, the true level marked and told', () => {
  const drawn = bars(Float32Array.of(0.125, 0.25, 0.5, 0.125), 2);
  expect(drawn.map((bar) => Number(bar.getAttribute('height')))).toEqual([0.25, 0.5, 1, 0.25]);
  expect(drawn.map((bar) => bar.classList.contains('true-value'))).toEqual([false, false, true, false]);
  screen.getByText('True level 2: probability 0.5, 1.00 bits');
});

test('256 levels fill the same width without gaps', () => {
  const drawn = bars(new Float32Array(256).fill(1 / 256), 255);
  expect(drawn).toHaveLength(256);
  expect(drawn.every((bar) => bar.getAttribute('width') === '1')).toBe(true);
});

test('a level the network rules out costs endless bits', () => {
  bars(Float32Array.of(1, 0), 1);
  screen.getByText('True level 1: probability 0, endless bits');
});

test('the table gives every level with its grey, probability and bits', () => {
  render(DistributionTable, { probabilities: Float32Array.of(0.25, 0.75), value: 0 });
  const cells = screen
    .getAllByRole('row')
    .map((row) => [...row.children].map((cell) => cell.textContent.trim()));
  expect(cells).toEqual([
    ['Level', 'Shown grey', 'Probability', 'Bits'],
    ['0 (true)', '0', '0.250000', '2.000'],
    ['1', '255', '0.750000', '0.415'],
  ]);
});

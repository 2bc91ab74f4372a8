import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { somePictures } from '../testing/samples';
import { unshaped } from '../../model/likelihood/shaping-options';
import { channelsOf, type Channel } from './channels';
import DistributionBars from './DistributionBars.svelte';
import DistributionTable from './DistributionTable.svelte';

const channelsWith = (levels: number, channels = 1) =>
  channelsOf({ ...somePictures(1, 2, levels), channels });

function bars(probabilities: Float32Array, value: number, channel?: Channel) {
  const { container } = render(DistributionBars, {
    probabilities,
    value,
    channel: channel ?? (channelsWith(probabilities.length)[0] as Channel),
  });
  return [...container.querySelectorAll('.bars rect')];
}

function cellTexts() {
  return screen.getAllByRole('row').map((row) => [...row.children].map((cell) => cell.textContent.trim()));
}

test('bars are in proportion under a round top, the true level marked and named', () => {
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

test('a level the network rules out costs infinitely many bits', () => {
  bars(Float32Array.of(1, 0), 1);
  screen.getByText('True level 1: probability 0, infinitely many bits');
});

test('a channel of a chain is named, and the strip shows the colours of its levels', () => {
  const green = channelsWith(2, 3)[1] as Channel;
  bars(Float32Array.of(0.5, 0.5), 0, green);
  const chart = screen.getByRole('img', { name: /^G given R: probabilities of 2 levels; True level 0/ });
  const strip = chart.parentElement?.querySelectorAll('.strip rect') ?? [];
  expect([...strip].map((rect) => rect.getAttribute('fill'))).toEqual(['#000000', '#00ff00']);
});

test('the table gives every level with its grey, probability and bits', () => {
  const pixel = {
    x: 0,
    y: 0,
    probabilities: [Float32Array.of(0.25, 0.75)],
    value: [0],
    bits: [2],
    entropy: [0.811],
  };
  render(DistributionTable, { pixel, channels: channelsWith(2), isPalette: false });
  expect(cellTexts()).toEqual([
    ['Level', 'Shown grey', 'Probability', 'Bits'],
    ['0 (true)', '0', '0.250000', '2.000'],
    ['1', '255', '0.750000', '0.415'],
  ]);
});

test('the table puts the channels of a chain side by side, each with its own true level', () => {
  const pixel = {
    x: 0,
    y: 0,
    probabilities: [Float32Array.of(0.25, 0.75), Float32Array.of(1, 0), Float32Array.of(0.5, 0.5)],
    value: [0, 0, 1],
    bits: [2, 0, 1],
    entropy: [0.811, 0, 1],
  };
  render(DistributionTable, { pixel, channels: channelsWith(2, 3), isPalette: false });
  expect(cellTexts()).toEqual([
    ['', 'R', 'G given R', 'B given R and G'],
    ['Level', 'Shown', 'Probability', 'Bits', 'Probability', 'Bits', 'Probability', 'Bits'],
    ['0', '0', '(true) 0.250000', '2.000', '(true) 1.000000', '0.000', '0.500000', '1.000'],
    ['1', '255', '0.750000', '0.415', '0.000000', '∞', '(true) 0.500000', '1.000'],
  ]);
});

test('with a palette the table names colours', () => {
  const palette = ['#000000', '#c81e00'];
  const pixel = { x: 0, y: 0, probabilities: [Float32Array.of(0, 1)], value: [1], bits: [0], entropy: [0] };
  const channels = channelsOf({ ...somePictures(1, 2, 2), palette });
  render(DistributionTable, { pixel, channels, isPalette: true });
  expect(cellTexts()[2]).toEqual(['1 (true)', '#c81e00', '1.000000', '0.000']);
});

test('a temperature reshapes the bars, explained as arithmetic, with the network’s own as a line', () => {
  const [channel] = channelsWith(4);
  const { container } = render(DistributionBars, {
    probabilities: Float32Array.of(0.5, 0.25, 0.25, 0),
    value: 1,
    valueName: 'Drawn level',
    channel: channel as Channel,
    shaping: { ...unshaped, temperature: 0.5 },
    choice: { cumulative: true, logarithmic: false },
    die: 0.7,
  });
  const heights = [...container.querySelectorAll('.bars rect')].map((bar) =>
    Number(bar.getAttribute('height')),
  );
  expect(heights.map((height) => height.toFixed(4))).toEqual(['0.6667', '0.1667', '0.1667', '0.0000']);
  screen.getByText('Drawn level 1: probability 0.167, 2.58 bits, sum 0.833');
  screen.getByText('p = 0.25 → 0.25^(1/0.5) = 0.0625 → ÷ 0.375 = 0.167');
  expect(container.querySelector('.own')?.getAttribute('points')).toMatch(
    /^0,0\.50000 1,0\.50000 1,0\.75000/,
  );
  expect(container.querySelector('.cumulative')?.getAttribute('points')).toMatch(/4,0\.00000$/);
  screen.getByText('Die 0.7000 picks 1, the first level whose sum is higher');
  expect(container.querySelector('.die')?.getAttribute('points')).toMatch(/ 1\.5,1$/);
});

test('the components of a mixture are lines under their sum, until it is reshaped', async () => {
  const [channel] = channelsWith(2);
  const given = {
    probabilities: Float32Array.of(0.25, 0.75),
    components: [Float32Array.of(0.25, 0.25), Float32Array.of(0, 0.5)],
    value: 1,
    channel: channel as Channel,
  };
  const { container, rerender } = render(DistributionBars, given);
  const lines = () =>
    [...container.querySelectorAll('.component')].map((line) => line.getAttribute('points'));
  expect(lines()).toEqual([
    '0,0.75000 1,0.75000 1,0.75000 2,0.75000',
    '0,1.00000 1,1.00000 1,0.50000 2,0.50000',
  ]);
  await rerender({ ...given, shaping: { ...unshaped, temperature: 0.5 } });
  expect(lines()).toEqual([]);
});

test('on a logarithmic scale a level a thousand times less likely is half as high', () => {
  const [channel] = channelsWith(4);
  const { container } = render(DistributionBars, {
    probabilities: Float32Array.of(0.999, 1e-3, 1e-9, 0),
    value: 0,
    channel: channel as Channel,
    choice: { cumulative: false, logarithmic: true },
  });
  const heights = [...container.querySelectorAll('.bars rect')].map((bar) =>
    Number(bar.getAttribute('height')),
  );
  expect(heights.map((height) => height.toFixed(2))).toEqual(['1.00', '0.50', '0.00', '0.00']);
});

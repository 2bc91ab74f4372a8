import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { unshaped } from '../../model/likelihood/shaping-options';
import type { PixelInspection } from '../../model/reports';
import { somePictures } from '../testing/samples';
import PixelDistribution from './PixelDistribution.svelte';

const facts = () =>
  [...screen.getByRole('region', { name: 'Distribution of the pixel' }).querySelectorAll('dt')].map(
    (term) => [term.textContent.trim(), term.nextElementSibling?.textContent.replace(/\s+/g, ' ').trim()],
  );

test('a grey pixel has one chart, and the grey it is shown as', () => {
  const pixel = {
    x: 3,
    y: 1,
    probabilities: [Float32Array.of(0.5, 0.25, 0.25)],
    value: [1],
    bits: [2],
    entropy: [1.5],
  };
  render(PixelDistribution, { pixel, pictures: somePictures(1, 2, 3) });
  expect(screen.getAllByRole('img')).toHaveLength(1);
  expect(facts()).toEqual([
    ['Pixel', '3, 1'],
    ['Colour', '#808080'],
    ['True level', '1'],
    ['Surprise', '2.000 bits'],
    ['Entropy', '1.500 bits'],
  ]);
});

test('a colour pixel has a chart for each channel of the chain, and what they cost together', () => {
  const pixel: PixelInspection = {
    x: 0,
    y: 2,
    probabilities: [Float32Array.of(0.5, 0.5), Float32Array.of(0.25, 0.75), Float32Array.of(1, 0)],
    value: [1, 0, 0],
    bits: [1, 2, 0],
    entropy: [1, 0.811, 0],
  };
  render(PixelDistribution, { pixel, pictures: { ...somePictures(1, 2, 2), channels: 3 } });
  expect(screen.getAllByRole('img').map((chart) => chart.getAttribute('aria-label')?.split(':')[0])).toEqual([
    'R',
    'G given R',
    'B given R and G',
  ]);
  expect(facts().slice(0, 7)).toEqual([
    ['Pixel', '0, 2'],
    ['Colour', '#ff0000'],
    ['Surprise in all', '3.000 bits'],
    ['Entropy in all', '1.811 bits'],
    ['Level', '1'],
    ['Surprise', '1.000'],
    ['Entropy', '1.000'],
  ]);
});

test('the level that the dice pick is shown for each channel, with a temperature too', async () => {
  const pixel: PixelInspection = {
    x: 0,
    y: 0,
    probabilities: [Float32Array.of(0.5, 0.25, 0.25)],
    value: [1],
    bits: [2],
    entropy: [1.5],
  };
  const given = { pixel, pictures: somePictures(1, 2, 3), dice: [0.6] };
  const { rerender } = render(PixelDistribution, given);
  expect(facts()).toContainEqual(['True level', '1 sampled 1']);
  await rerender({ ...given, shaping: { ...unshaped, temperature: 0 } });
  expect(facts()).toContainEqual(['True level', '1 sampled 0']);
});

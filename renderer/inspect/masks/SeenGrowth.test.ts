import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../model/settings';
import SeenGrowth from './SeenGrowth.svelte';

test('the slider goes back to what a pixel sees through one layer', async () => {
  render(SeenGrowth, { settings: { ...defaultSettings, firstKernel: 3, kernel: 3, blocks: 2 } });
  const image = () => screen.getByRole('img').getAttribute('aria-label');
  expect(image()).toBe('After block 2 a pixel sees 3 rows up and as many columns to its left');
  screen.getByText('After block 2: 3 rows up, 21 pixels.');
  await fireEvent.input(screen.getByRole('slider', { name: 'Layer' }), { target: { value: '0' } });
  expect(image()).toContain('After the first convolution a pixel sees 1 rows up');
  screen.getByText('After the first convolution: 1 row up, 4 pixels.');
});

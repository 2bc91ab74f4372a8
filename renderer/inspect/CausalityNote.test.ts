import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../model/settings';
import { CausalityCheck } from './causality.svelte';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someCausality } from '../testing/samples';
import type { CausalityReport } from '../../model/reports';
import CausalityNote from './CausalityNote.svelte';

/** Of 2 x 2 pixels, what the last one sees. A first kernel of 3 connects all others with it. */
async function show(report: CausalityReport, changes: Partial<Settings> = {}) {
  fakeBridge({ checkCausality: () => report });
  const check = new CausalityCheck('run');
  await check.checkOnce();
  const settings = { ...defaultSettings, firstKernel: 3, blocks: 0, ...changes };
  return render(CausalityNote, { check, settings });
}

test('a network that keeps to its order gets one quiet line and a map', async () => {
  const { container } = await show(someCausality());
  screen.getByText('Causality: 0 forbidden dependencies of 10 pairs tried on 2 × 2');
  expect(screen.queryByRole('alert')).toBeNull();
  const map = screen.getByRole('img', { name: 'Which pixels of 2 × 2 the pixel at 1, 1 sees' });
  expect([...map.querySelectorAll('rect')].map((rect) => rect.classList[0])).toEqual([
    'seen',
    'unused',
    'seen',
    'self',
  ]);
  // A mark of its own, in the map and in the legend, beside its colour.
  expect(container.querySelectorAll('circle')).toHaveLength(2);
  expect([...container.querySelectorAll('li')].map((entry) => entry.textContent.trim())).toEqual([
    'the pixel at 1, 1',
    '2 pixels it sees',
    '1 within its receptive field, but without influence: these weights do not use them',
    'no blind spot: the masks hide nothing within reach',
    'later, must stay hidden',
  ]);
});

test('the pixels that the masks hide are the blind spot, with any weights', async () => {
  const seen = { x: 0, y: 2, pixels: Uint8Array.from('111110000', Number) };
  const report = { forbidden: 0, height: 3, width: 3, seen };
  const { container } = await show(report, { kernel: 3, blocks: 1 });
  const map = screen.getByRole('img');
  expect([...map.querySelectorAll('rect')].map((rect) => rect.classList[0]?.[0]).join('')).toBe('sssssbsll');
  expect(container.textContent).toContain('blind spot: 1 that the masks hide from it');
});

test('forbidden dependencies are a warning; channels count as variables', async () => {
  await show({ ...someCausality(), forbidden: 1 }, { colour: 'rgb' });
  expect(screen.getByRole('alert').textContent).toContain(
    'Causality: 1 forbidden dependency of 78 pairs tried on 2 × 2',
  );
});

test('while it is checked the page says so', () => {
  const report = promised<CausalityReport>();
  fakeBridge({ checkCausality: () => report.promise });
  const check = new CausalityCheck('run');
  void check.checkOnce();
  render(CausalityNote, { check, settings: defaultSettings });
  screen.getByText(/trying all pairs/);
});

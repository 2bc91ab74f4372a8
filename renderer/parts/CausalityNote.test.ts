import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../model/settings';
import { CausalityCheck } from '../state/causality.svelte';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { someCausality } from '../testing/samples';
import type { CausalityReport } from '../../electron/api';
import CausalityNote from './CausalityNote.svelte';

async function show(report: CausalityReport, colour: 'grey' | 'rgb' = 'grey') {
  fakeBridge({ checkCausality: () => report });
  const check = new CausalityCheck('run');
  await check.once();
  return render(CausalityNote, { check, settings: { ...defaultSettings, colour } });
}

test('a network that keeps to its order gets one quiet line and a map', async () => {
  const { container } = await show(someCausality());
  screen.getByText('Causality: 0 forbidden dependencies of 10 pairs tried on 2 × 2');
  expect(screen.queryByRole('alert')).toBeNull();
  const map = screen.getByRole('img', { name: 'Which pixels of 2 × 2 the pixel at 1, 1 sees' });
  expect([...map.querySelectorAll('rect')].map((rect) => rect.classList[0])).toEqual([
    'seen',
    'blind',
    'seen',
    'self',
  ]);
  expect([...container.querySelectorAll('li')].map((entry) => entry.textContent.trim())).toEqual([
    'the pixel at 1, 1',
    '2 pixels it sees',
    'blind spot: 1 earlier, near enough, yet unseen',
    'later, must stay hidden',
  ]);
});

test('forbidden dependencies are a warning; channels count as variables', async () => {
  await show({ ...someCausality(), forbidden: 1 }, 'rgb');
  expect(screen.getByRole('alert').textContent).toContain(
    'Causality: 1 forbidden dependency of 78 pairs tried on 2 × 2',
  );
});

test('while it is checked the page says so', () => {
  const report = promised<CausalityReport>();
  fakeBridge({ checkCausality: () => report.promise });
  const check = new CausalityCheck('run');
  void check.once();
  render(CausalityNote, { check, settings: defaultSettings });
  screen.getByText(/trying all pairs/);
});

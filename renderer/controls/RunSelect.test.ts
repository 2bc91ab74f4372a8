import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someRun } from '../testing/samples';
import RunSelect from './RunSelect.svelte';

test('offers the runs that can be inspected, newest first, and distinguishes runs of one name', async () => {
  const digits = { name: 'Digits', damaged: null };
  fakeBridge({
    listRuns: () => [
      someRun({ ...digits, id: 'old', created: Date.UTC(2026, 10, 1) }),
      someRun({ ...digits, id: 'new', created: Date.UTC(2026, 10, 2) }),
      someRun({ id: 'icons', name: 'Icons', created: 0 }),
      someRun({ id: 'broken', damaged: 'run.json is empty' }),
      someRun({ id: 'just begun', hasCheckpoint: false }),
    ],
  });
  const app = createAppState();
  await app.runs.refresh();
  renderWithState(app, RunSelect, {});
  const select = screen.getByLabelText<HTMLSelectElement>('Run');
  expect(select.value).toBe('new');
  expect([...select.options].map(({ value }) => value)).toEqual(['new', 'old', 'icons']);
  expect(select.options[0]?.text).toContain('Digits, 2 Nov 2026');
  expect(select.options[2]?.text).toBe('Icons');
  await fireEvent.change(select, { target: { value: 'icons' } });
  expect(app.runs.current?.id).toBe('icons');
});

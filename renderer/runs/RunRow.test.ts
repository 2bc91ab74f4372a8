import { fireEvent, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api/runs';
import Runs from './Runs.svelte';
import { defaultSettings } from '../../model/settings';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someDetail, someRun } from '../testing/samples';

async function show(...list: RunSummary[]) {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  const bridge = fakeBridge({
    listRuns: () => list,
    describeRun: () => undefined,
    validationCurve: () => ({ steps: [0, 100], bits: [2, 0.5] }),
    duplicateRun: () => ({
      settings: { ...defaultSettings, filters: 8 },
      preset: 'tiny',
      dataFolder: null,
      excluded: [],
    }),
    trashRun: () => undefined,
    resumeRun: () => undefined,
    openRun: (id) => someDetail(someRun({ id })),
  });
  const app = createAppState();
  renderWithState(app, Runs, {});
  await app.runs.refresh();
  return { bridge, app };
}

const row = (name: string) => within(screen.getByRole('row', { name }));

const choose = async (name: string, action: string) => {
  await fireEvent.click(row(name).getByRole('button', { name: 'More' }));
  await fireEvent.click(screen.getByRole('menuitem', { name: action }));
};

test('each run is a row under its name with its own actions', async () => {
  const { app } = await show(someRun(), someRun({ id: 'run-2', name: 'Icons', status: 'stopped' }));
  expect(row('Digits').queryByRole('button', { name: 'Resume' })).toBeNull();
  await fireEvent.click(row('Icons').getByRole('button', { name: 'Open' }));
  expect(app.training.shown?.id).toBe('run-2');
  expect(app.router.route).toBe('train');
});

test('Resume resumes that run', async () => {
  const { bridge } = await show(someRun({ status: 'interrupted', step: 100 }));
  await fireEvent.click(row('Digits').getByRole('button', { name: 'Resume' }));
  await expect.poll(() => bridge.asked).toContainEqual(['resumeRun', 'run-1', null]);
});

test('name and note are kept, and left alone on Cancel', async () => {
  const { bridge } = await show(someRun({ note: 'old' }));
  await choose('Digits', 'Name and note…');
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.queryByLabelText('Name')).toBeNull();
  await choose('Digits', 'Name and note…');
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: ' Numbers ' } });
  await fireEvent.input(screen.getByLabelText('Note'), { target: { value: 'better' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(bridge.asked).toContainEqual(['describeRun', 'run-1', { name: 'Numbers', note: 'better' }]);
});

test('deleting asks first, and says how to undo it', async () => {
  const { app, bridge } = await show(someRun());
  await choose('Digits', 'Delete…');
  const dialog = within(screen.getByRole('dialog'));
  dialog.getByText('Move “Digits” to the trash?');
  await fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(bridge.asked.map(([name]) => name)).not.toContain('trashRun');
  await choose('Digits', 'Delete…');
  await fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
  expect(bridge.asked).toContainEqual(['trashRun', 'run-1']);
  await expect
    .poll(() => app.toasts.list.map(({ text }) => text))
    .toEqual(['“Digits” is in the trash. Restore it from there to list it again.']);
});

test('a duplicate takes over settings, and says when the images have gone', async () => {
  const { app } = await show(someRun());
  await choose('Digits', 'Duplicate with changes');
  await expect.poll(() => app.router.route).toBe('train');
  expect(app.runForm.settings?.filters).toBe(8);
  expect(app.runForm.adopted).toEqual({ name: 'Digits', goneFolder: '/pictures/digits' });
});

test('the menu is walked by arrows and closed by Escape', async () => {
  await show(someRun());
  await fireEvent.click(row('Digits').getByRole('button', { name: 'More' }));
  const menu = screen.getByRole('menu');
  expect(document.activeElement?.textContent).toBe('Name and note…');
  await fireEvent.keyDown(menu, { key: 'ArrowUp' });
  expect(document.activeElement?.textContent).toBe('Delete…');
  await fireEvent.keyDown(menu, { key: 'Escape' });
  expect(screen.queryByRole('menu')).toBeNull();
  expect(document.activeElement?.textContent).toBe('More');
});

test('a run that is being trained can be exported, but not deleted', async () => {
  const { bridge } = await show(someRun({ status: 'running' }));
  bridge.emit('trainingState', { phase: 'running', run: 'run-1', endsWithEpoch: false, error: null });
  await tick();
  await fireEvent.click(row('Digits').getByRole('button', { name: 'More' }));
  const isDisabled = (name: string) => screen.getByRole('menuitem', { name }).hasAttribute('disabled');
  expect([isDisabled('Export run…'), isDisabled('Delete…')]).toEqual([false, true]);
});

test('a damaged run says what is wrong and can only be deleted', async () => {
  await show(someRun({ damaged: 'run.json: not JSON' }));
  row('Digits').getByText('run.json: not JSON');
  expect(row('Digits').queryByRole('button', { name: 'Open' })).toBeNull();
  await fireEvent.click(row('Digits').getByRole('button', { name: 'More' }));
  expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual(['Show folder', 'Delete…']);
});

test('of five hundred runs only those in sight are drawn, and a search finds any', async () => {
  const many = Array.from({ length: 500 }, (_, i) =>
    someRun({ id: `run-${i}`, name: `Run ${i}`, created: -i }),
  );
  await show(...many);
  expect(screen.getAllByRole('row').length).toBeLessThan(60);
  await fireEvent.input(screen.getByLabelText('Search runs'), { target: { value: 'run 444' } });
  row('Run 444');
  screen.getByText('1 run of 500');
});

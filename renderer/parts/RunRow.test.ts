import { fireEvent, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../electron/api';
import Runs from '../pages/Runs.svelte';
import { createRooms } from '../state/context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderInRooms } from '../testing/render-in-rooms';
import { someDetail, someRun } from '../testing/samples';

async function show(...list: RunSummary[]) {
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  const bridge = fakeBridge({
    listRuns: () => list,
    describeRun: () => undefined,
    trashRun: () => undefined,
    resumeRun: () => undefined,
    openRun: (id) => someDetail(someRun({ id })),
  });
  const rooms = createRooms();
  renderInRooms(rooms, Runs, {});
  await rooms.runs.refresh();
  return { bridge, rooms };
}

const row = (name: string) => within(screen.getByRole('row', { name }));

test('each run is a row under its name with its own actions', async () => {
  const { rooms } = await show(someRun(), someRun({ id: 'run-2', name: 'Icons', status: 'stopped' }));
  expect(row('Digits').getByRole<HTMLButtonElement>('button', { name: 'Resume' }).disabled).toBe(true);
  await fireEvent.click(row('Icons').getByRole('button', { name: 'Open' }));
  expect(rooms.training.shown?.id).toBe('run-2');
  expect(rooms.place.page).toBe('train');
});

test('resuming goes on with that run', async () => {
  const { bridge } = await show(someRun({ status: 'interrupted', step: 100 }));
  await fireEvent.click(row('Digits').getByRole('button', { name: 'Resume' }));
  await expect.poll(() => bridge.asked).toContainEqual(['resumeRun', 'run-1']);
});

test('a new name is kept on Enter and dropped on Escape', async () => {
  const { bridge } = await show(someRun());
  await fireEvent.click(row('Digits').getByRole('button', { name: 'Rename' }));
  await fireEvent.keyDown(screen.getByLabelText('Name'), { key: 'Escape' });
  expect(screen.queryByLabelText('Name')).toBeNull();
  await fireEvent.click(row('Digits').getByRole('button', { name: 'Rename' }));
  await fireEvent.input(screen.getByLabelText('Name'), { target: { value: ' Numbers ' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(bridge.asked).toContainEqual(['describeRun', 'run-1', { name: 'Numbers', note: '' }]);
});

test('deleting asks first', async () => {
  const { bridge } = await show(someRun());
  await fireEvent.click(row('Digits').getByRole('button', { name: 'Delete' }));
  const dialog = within(screen.getByRole('dialog'));
  dialog.getByText('Move “Digits” to the trash?');
  await fireEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
  expect(bridge.asked.map(([name]) => name)).not.toContain('trashRun');
  await fireEvent.click(row('Digits').getByRole('button', { name: 'Delete' }));
  await fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Delete' }));
  expect(bridge.asked).toContainEqual(['trashRun', 'run-1']);
});

test('a damaged run says what is wrong and can only be deleted', async () => {
  await show(someRun({ damaged: 'run.json: not JSON' }));
  row('Digits').getByText('run.json: not JSON');
  row('Digits').getByRole('button', { name: 'Delete' });
  expect(row('Digits').queryByRole('button', { name: 'Open' })).toBeNull();
});

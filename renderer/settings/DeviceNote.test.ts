import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { StudioError } from '../../model/errors';
import type { Device } from '../../model/reports';
import { fakeBridge, promised } from '../testing/fake-bridge';
import DeviceNote from './DeviceNote.svelte';

const processor: Device = {
  tensorflow: '2.21.0',
  kind: 'cpu',
  name: 'Abacus 4',
  threads: 2,
  noCard: { reason: 'old-driver', card: 'NVIDIA Abacus', driver: '470.82', oldest: 525 },
};

test('the processor is shown with the reason why no card is used, after TensorFlow has loaded', async () => {
  const answer = promised<Device>();
  fakeBridge({ readDevice: () => answer.promise });
  render(DeviceNote, { cores: null });
  expect(screen.getByText('Loading TensorFlow…')).toBeTruthy();
  answer.give(processor);
  expect(await screen.findByText('Processor: Abacus 4')).toBeTruthy();
  expect(screen.getByText('TensorFlow 2.21.0, 2 operations at a time')).toBeTruthy();
  expect(screen.getByText(/^NVIDIA Abacus needs a newer driver: 470.82 is installed/)).toBeTruthy();
  expect(screen.queryByText('Loading TensorFlow…')).toBeNull();
});

test('a card is shown with what it is used for', async () => {
  fakeBridge({ readDevice: () => ({ ...processor, kind: 'gpu', name: 'NVIDIA Abacus', noCard: null }) });
  render(DeviceNote, { cores: null });
  expect(await screen.findByText('Graphics card: NVIDIA Abacus')).toBeTruthy();
  expect(screen.getByText(/^Training uses the card/)).toBeTruthy();
});

test('TensorFlow that does not load is an error', async () => {
  fakeBridge({
    readDevice: () => {
      throw new StudioError('tensorflow-missing', { reason: 'invalid ELF header' });
    },
  });
  render(DeviceNote, { cores: null });
  expect((await screen.findByRole('alert')).textContent).toContain('Invalid ELF header');
});

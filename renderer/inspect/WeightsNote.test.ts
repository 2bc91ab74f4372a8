import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, test } from 'vitest';
import type { GallerySummary } from '../../electron/api/gallery';
import type { PictureSource } from '../../electron/api/inspection';
import { createAppState } from '../context';
import { fakeBridge } from '../testing/fake-bridge';
import { renderWithState } from '../testing/render-with-state';
import { someGallery, someInspection, someRun, someStep } from '../testing/samples';
import WeightsNote from './WeightsNote.svelte';

const run = someRun({ id: 'new', step: 400, status: 'running' });

/** Looks at a picture with the weights of step 425, when the list of runs still says 400. */
function show(source: PictureSource, galleries: GallerySummary[] = []) {
  const bridge = fakeBridge({});
  const app = createAppState();
  app.inspection.choice.galleries = galleries;
  bridge.emit('trainingState', { phase: 'running', run: 'new', endsWithEpoch: false, error: null });
  renderWithState(app, WeightsNote, {
    run,
    inspected: { source, answer: { ...someInspection(1), step: 425 } },
  });
  return async (step: number) => {
    bridge.emit('training', [someStep(step)]);
    await tick();
  };
}

const shown = () => document.querySelector('p')?.textContent.replace(/\s+/g, ' ').trim();

test('weights newer than what is known of the run are not called old', async () => {
  const train = show({ kind: 'validation', index: 0 });
  expect(shown()).toBeUndefined();
  await train(424);
  expect(shown()).toBeUndefined();
  await train(430);
  expect(shown()).toMatch(/^These are the weights of step 425; the run is at step 430\./);
  screen.getByRole('button', { name: 'Look again' });
});

test('a drawn picture is inspected with the weights that drew it, as long as they are kept', async () => {
  const source = { kind: 'gallery', gallery: 'g', index: 0 } as const;
  const train = show(source, [someGallery({ id: 'g', step: 425 })]);
  await train(430);
  expect(shown()).toBe('These are the weights of step 425, which drew this picture.');
});

test('weights that did not draw the picture are not said to have drawn it', async () => {
  const source = { kind: 'gallery', gallery: 'g', index: 0 } as const;
  const train = show(source, [someGallery({ id: 'g', step: 100 })]);
  await train(430);
  expect(shown()).toMatch(/^These are the weights of step 425; the run is at step 430\./);
});

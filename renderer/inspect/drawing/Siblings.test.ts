import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { createAppState } from '../../context';
import { fakeBridge, promised } from '../../testing/fake-bridge';
import { renderWithState } from '../../testing/render-with-state';
import { someGallery, someInspection, somePictures, someRun } from '../../testing/samples';
import Siblings from './Siblings.svelte';

test('a picture chosen while it still grows is opened when it is grown', async () => {
  const growing = promised<string>();
  const bridge = fakeBridge({
    listValidation: () => somePictures(0),
    listGalleries: () => [someGallery()],
    listCheckpoints: () => ({ steps: [300], last: 300, best: null }),
    inspectImage: () => someInspection(1, 2),
    inspectPixel: () => ({ x: 0, y: 0, probabilities: [], value: [0], bits: [0], entropy: [0] }),
    growSiblings: () => growing.promise,
    openGallery: (_run, id) => ({ summary: someGallery({ id }), pictures: somePictures(6) }),
  });
  const app = createAppState();
  const { inspection, drawing } = app;
  await inspection.openRun('run-1');
  await inspection.look({ kind: 'gallery', gallery: 'gallery-1', index: 1 });
  drawing.openRun('run-1');
  if (!inspection.shown) throw new Error('nothing is seen');
  renderWithState(app, Siblings, { run: someRun(), inspected: inspection.shown });
  const looks = () => bridge.asked.filter(([name]) => name === 'inspectImage').length;
  const before = looks();
  const grown = drawing.grow(someRun(), inspection.shown, someGallery());
  bridge.emit('siblingsProgress', { gallery: 'g', done: 2, total: 24, pictures: somePictures(6) });

  for (const name of ['Picture 2', 'Picture 1']) {
    await fireEvent.click(await screen.findByRole('option', { name }));
  }
  expect(screen.getByRole('option', { name: 'Picture 1' }).getAttribute('aria-selected')).toBe('true');
  expect(inspection.shown.source).toMatchObject({ gallery: 'gallery-1' });
  growing.give('gallery-2');
  await grown;
  // Of the two that were chosen, the latter.
  await expect.poll(() => inspection.shown?.source).toMatchObject({ gallery: 'gallery-2', index: 1 });
  expect(looks()).toBe(before + 1);
});

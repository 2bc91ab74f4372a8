import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { CompletionForm } from './completion-form.svelte';
import { fakeBridge } from '../testing/fake-bridge';
import { somePictures } from '../testing/samples';
import CompletionEditor from './CompletionEditor.svelte';

async function show() {
  HTMLElement.prototype.setPointerCapture = () => {};
  fakeBridge({
    listValidation: () => somePictures(3, 4),
    listGalleries: () => [],
    readPicture: () => somePictures(1, 4),
  });
  const completion = new CompletionForm();
  completion.openRun('run');
  await completion.turn(true);
  render(CompletionEditor, { completion });
  screen.getByText(/Choose a picture, then/);
  await fireEvent.change(screen.getByLabelText('Index'), { target: { value: '1' } });
  const stage = await screen.findByRole('slider', { name: /painted blue/ });
  stage.getBoundingClientRect = () => new DOMRect(0, 0, 40, 40);
  const marked = () => completion.unknown.join('').match(/.{4}/g);
  return { stage, marked };
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

test('regions are marked by one press', async () => {
  const { marked } = await show();
  expect(marked()).toEqual(['0000', '0000', '1111', '1111']);
  await press('Middle');
  expect(marked()).toEqual(['0000', '0110', '0110', '0000']);
  await press('Clear');
  expect(marked()).toEqual(['0000', '0000', '0000', '0000']);
  await press('Right half');
  expect(marked()?.[0]).toBe('0011');
  screen.getByText(/6 given pixels come after the first drawn one in raster order/);
  await press('Lower half');
  expect(screen.queryByText(/in raster order/)).toBeNull();
});

test('the mouse paints along its way, and wipes when it begins on what is painted', async () => {
  const { stage, marked } = await show();
  await press('Clear');
  await fireEvent.pointerDown(stage, { clientX: 5, clientY: 5, button: 0 });
  await fireEvent.pointerMove(stage, { clientX: 35, clientY: 5, buttons: 1 });
  expect(marked()?.[0]).toBe('1111');
  await fireEvent.pointerDown(stage, { clientX: 15, clientY: 5, button: 0 });
  await fireEvent.pointerMove(stage, { clientX: 25, clientY: 5, buttons: 1 });
  expect(marked()?.[0]).toBe('1001');
  await fireEvent.pointerMove(stage, { clientX: 35, clientY: 35, buttons: 0 });
  expect(marked()?.[3]).toBe('0000');
});

test('the keyboard paints: arrows move, the space bar toggles a pixel, and both are announced', async () => {
  const { stage, marked } = await show();
  await press('Clear');
  await press('Paint');
  expect(document.activeElement).toBe(stage);
  await fireEvent.keyDown(stage, { key: 'ArrowRight' });
  await fireEvent.keyDown(stage, { key: 'ArrowDown' });
  expect(stage.getAttribute('aria-valuetext')).toBe('x 1, y 1: stays');
  await fireEvent.keyDown(stage, { key: ' ' });
  expect(stage.getAttribute('aria-valuetext')).toBe('x 1, y 1: to be drawn');
  expect(marked()).toEqual(['0000', '0100', '0000', '0000']);
  await fireEvent.keyDown(stage, { key: ' ' });
  expect(marked()?.[1]).toBe('0000');
});

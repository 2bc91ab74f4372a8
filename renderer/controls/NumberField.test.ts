import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import NumberField from './NumberField.svelte';

test('a number is typed, or stepped by keys and by the arrows beside it', async () => {
  const entered: string[] = [];
  const onenter = (text: string) => void entered.push(text);
  const { container } = render(NumberField, { value: '8', min: 0, max: 20, onenter, 'aria-label': 'Blocks' });
  const field = screen.getByLabelText('Blocks');
  await fireEvent.input(field, { target: { value: '9' } });
  await fireEvent.keyDown(field, { key: 'ArrowUp' });
  await fireEvent.keyDown(field, { key: 'PageDown' });
  for (const arrow of container.querySelectorAll('button')) await fireEvent.click(arrow);
  expect(entered).toEqual(['9', '10', '0', '10', '8']);
  // Screen readers and the tab key have the field alone.
  expect(screen.queryByRole('button')).toBeNull();
});

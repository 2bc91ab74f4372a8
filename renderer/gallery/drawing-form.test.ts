import { expect, test } from 'vitest';
import { fakeBridge } from '../testing/fake-bridge';
import { DrawingForm } from './drawing-form.svelte';

async function make(classNames: string[], steps: number[]) {
  fakeBridge({ listCheckpoints: () => ({ steps, last: steps[steps.length - 1] ?? 0, best: null }) });
  const form = new DrawingForm();
  form.openRun('run', 16, classNames);
  await expect.poll(() => form.allRows.checkpoint).toHaveLength(steps.length);
  return form;
}

test('rows of every kind begin with values that can be drawn', async () => {
  const form = await make(['seven', 'nine'], [100, 200]);
  for (const [compare, rows] of [
    ['temperature', '0.5, 0.8, 1, 1.2'],
    ['class', 'seven, nine'],
    ['checkpoint', '100, 200'],
    ['temperature', '0.5, 0.8, 1, 1.2'],
  ] as const) {
    form.compareBy(compare);
    expect(form.entries.rows).toBe(rows);
    expect(form.request?.grid).toEqual({ kind: compare, values: rows.split(', ') });
  }
  form.compareBy('nothing');
  expect([form.entries.rows, form.request?.grid]).toEqual(['', null]);
});

test('of many checkpoints as many are taken as can be drawn, evenly, the last one included', async () => {
  const form = await make(
    [],
    Array.from({ length: 100 }, (_, index) => 10 * (index + 1)),
  );
  form.compareBy('checkpoint');
  const { values } = form.request?.grid ?? { values: [] };
  expect(values).toHaveLength(32);
  expect(values[31]).toBe('1000');
  expect(new Set(values).size).toBe(32);
});

test('classes whose names cannot be listed are all taken by an empty list', async () => {
  const form = await make(['', 'cats, dogs'], []);
  form.compareBy('class');
  expect(form.entries.rows).toBe('');
  expect(form.request?.grid).toEqual({ kind: 'class', values: ['', 'cats, dogs'] });
});

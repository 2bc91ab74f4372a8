import { expect, test } from 'vitest';
import { lossesOf } from '../testing/samples';
import { lossesAsCsv, lossRows } from './loss-table';

const losses = lossesOf([1, 2, 3, 4], [2, 1, 1, 1], [0, 2, 4], [2.1, 0.9, 1.2]);

test('a row for every evaluation, with what the training loss was there', () => {
  const rows = lossRows(losses, 0.5, 100);
  expect(rows.map(({ step, training, validation, best }) => [step, training, validation, best])).toEqual([
    [0, null, 2.1, false],
    [2, 1, 0.9, true],
    [4, 1, 1.2, false],
  ]);
  expect(rows[1]?.smoothed).toBeCloseTo(4 / 3, 12);
});

test('long tables are thinned, but the best and the last stay', () => {
  const length = 1000;
  const validationSteps = Float64Array.from({ length }, (_, i) => i * 10);
  const validation = validationSteps.map((step) => 1 + Math.abs(step - 3330) / 1e4);
  const rows = lossRows({ ...losses, validationSteps, validation }, 0, 100);
  expect(rows.length).toBeLessThanOrEqual(102);
  expect(rows.find((row) => row.best)?.step).toBe(3330);
  expect(rows[rows.length - 1]?.step).toBe(9990);
});

test('without validation images the steps themselves are rows', () => {
  expect(lossRows(lossesOf([1, 2, 3, 4], [2, 1, 1, 1]), 0, 2).map(({ step }) => step)).toEqual([1, 3, 4]);
});

test('the file holds every logged loss and takes no name for a formula', () => {
  expect(lossesAsCsv([{ name: '=1+"a"', losses }]).split('\r\n')).toEqual([
    'run,step,training_bits_per_dim,validation_bits_per_dim',
    `"'=1+""a""",0,,2.1`,
    `"'=1+""a""",1,2,`,
    `"'=1+""a""",2,1,0.9`,
    `"'=1+""a""",3,1,`,
    `"'=1+""a""",4,1,1.2`,
    '',
  ]);
});

import { expect, test } from 'vitest';
import type { Forecast } from '../../electron/api';
import { presets } from '../../model/presets';
import { fakeBridge, promised } from '../testing/fake-bridge';
import { Recipe } from './recipe.svelte';

test('begins with the preset a newcomer should try', () => {
  const recipe = new Recipe();
  expect(recipe.preset).toBe('tiny');
  expect(recipe.settings).toEqual(presets[0]?.settings);
  expect(recipe.changed).toBe(false);
});

test('a wrong entry names what it must be and leaves no settings; the picture part stays whole', () => {
  const recipe = new Recipe();
  recipe.set('filters', '33');
  expect(recipe.settings).toBeNull();
  expect(recipe.problem('filters')).toBe('even');
  expect(recipe.problem('blocks')).toBeNull();
  expect(recipe.pictures).toEqual({
    size: 16,
    levels: 4,
    colour: 'grey',
    fit: 'crop',
    background: '#000000',
  });
  recipe.set('size', '');
  expect(recipe.pictures).toBeNull();
});

test('a number as typed is the same setting', () => {
  const recipe = new Recipe();
  recipe.set('epochs', String(recipe.entries.epochs));
  expect(recipe.changed).toBe(false);
  recipe.set('epochs', '3');
  expect(recipe.changed).toBe(true);
  expect(recipe.settings?.epochs).toBe(3);
  recipe.choosePreset('notebook');
  expect(recipe.settings).toEqual(presets.find(({ name }) => name === 'notebook')?.settings);
});

test('the forecast of the newest settings wins', async () => {
  const answers = [promised<Forecast>(), promised<Forecast>()] as const;
  const waiting = [...answers];
  fakeBridge({ forecast: () => (waiting.shift() as (typeof answers)[0]).promise });
  const recipe = new Recipe();
  const { settings } = recipe;
  if (!settings) throw new Error('the preset does not parse');
  const forecast = (parameters: number) => ({
    trainingImages: 9,
    parameters,
    receptiveField: 9,
    stepsPerEpoch: 1,
    lastStep: 1,
    memoryBytes: 1,
    availableBytes: 1,
  });
  const both = [recipe.foresee('/a', settings), recipe.foresee('/a', settings)];
  answers[1].give(forecast(2));
  answers[0].give(forecast(1));
  await Promise.all(both);
  expect(recipe.forecast?.parameters).toBe(2);
});

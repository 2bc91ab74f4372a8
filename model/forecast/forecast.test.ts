import { expect, test } from 'vitest';
import { findPreset } from '../presets';
import { defaultSettings, type Settings } from '../settings';
import { forecast } from './forecast';
import { trainingBytes } from '../training/memory-estimate';
import { card } from '../machine/workers';

test('a forecast counts images, steps and epochs', () => {
  const settings = { ...defaultSettings, batchSize: 32, epochs: 3, validationShare: 0.1 };
  const result = forecast(100, settings, []);
  // 90 training images in batches of 32.
  expect(result).toMatchObject({ stepsPerEpoch: 3, lastStep: 9 });
  expect(result.memoryBytes.cores).toBeGreaterThan(1e8);
  expect(forecast(100, { ...settings, steps: 50 }, []).lastStep).toBe(50);
});

test('the notebook has its known size', () => {
  const notebook = findPreset('notebook');
  expect(notebook).toBeDefined();
  // 7 px for the first kernel, and 1 px more on each side for each of 5 blocks.
  expect(forecast(1000, notebook?.settings ?? defaultSettings, [])).toMatchObject({
    parameters: 222340,
    receptiveField: 17,
  });
});

test('classes and colours are included, and a receptive field beyond the picture is not', () => {
  const settings: Settings = {
    ...defaultSettings,
    architecture: 'plus-plus',
    filters: 4,
    blocks: 1,
    size: 16,
  };
  const grey = forecast(100, settings, []);
  expect(grey.receptiveField).toBe(31);
  const ignoring = forecast(100, settings, ['a', 'b']);
  expect(ignoring.parameters).toBe(grey.parameters);
  const knowing = forecast(100, { ...settings, classes: 'folders' }, ['a', 'b']);
  // A bias for each class, for both halves of 4 filters and both streams, in 8 blocks.
  expect(knowing.parameters - grey.parameters).toBe(2 * 8 * 2 * 8);
  const rgb = forecast(100, { ...settings, colour: 'rgb' }, []);
  expect(rgb.parameters).toBeGreaterThan(grey.parameters);
  expect(rgb.memoryBytes.cores).toBeGreaterThan(grey.memoryBytes.cores);
});

test('a card computes the whole batch and keeps no images; a processor computes what its cores have room for', () => {
  const settings: Settings = { ...defaultSettings, size: 64, filters: 128, batchSize: 512 };
  const [few, many] = [forecast(100, settings, []), forecast(100_000, settings, [])];
  const description = { settings, classNames: [], palette: [] };
  expect(few.memoryBytes.card).toBe(trainingBytes(description, 512, card));
  expect(few.memoryBytes.card).toBeGreaterThan(4 * few.memoryBytes.cores);
  expect(many.memoryBytes.card).toBe(few.memoryBytes.card);
  expect(many.memoryBytes.cores - few.memoryBytes.cores).toBe(99_900 * 64 ** 2);
});

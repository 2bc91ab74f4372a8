import { expect, test } from 'vitest';
import { findPreset } from '../presets';
import { defaultSettings } from '../settings';
import { forecast } from './forecast';

test('a forecast says what the run will be', () => {
  const settings = { ...defaultSettings, batchSize: 32, epochs: 3, validationShare: 0.1 };
  const told = forecast(100, settings);
  // 90 training images in batches of 32.
  expect(told).toMatchObject({ stepsPerEpoch: 3, lastStep: 9 });
  expect(told.memoryBytes).toBeGreaterThan(1e8);
  expect(told.availableBytes).toBeGreaterThan(0);
  expect(forecast(100, { ...settings, steps: 50 }).lastStep).toBe(50);
});

test('the notebook has its known size', () => {
  const notebook = findPreset('notebook');
  expect(notebook).toBeDefined();
  // 7 px of the first kernel, and a step of 1 px each way in each of 5 blocks.
  expect(forecast(1000, notebook?.settings ?? defaultSettings)).toMatchObject({
    parameters: 222340,
    receptiveField: 17,
  });
});

import { expect, test } from 'vitest';
import { defaultSettings } from '../../model/settings';
import { settingsLine } from './run-words';

test('a run is described by its architecture, its colours and whether it has classes', () => {
  expect(settingsLine(defaultSettings)).toMatch(/^PixelCNN · 16 × 16 px · 4 levels · 64 filters/);
  const changes = { architecture: 'plus-plus', colour: 'palette', levels: 16, classes: 'folders' } as const;
  expect(settingsLine({ ...defaultSettings, ...changes })).toMatch(
    /^PixelCNN\+\+ · 16 × 16 px · palette of 16 · classes · /,
  );
  expect(settingsLine({ ...defaultSettings, colour: 'rgb' })).toContain('RGB, 4 levels');
});

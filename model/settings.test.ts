import { expect, test } from 'vitest';
import { architectures } from './nets/architectures';
import { presets } from './presets';
import {
  applies,
  defaultSettings,
  knobs,
  networksUsing,
  parseSettings,
  settingNames,
  unusedSettings,
  usedSettings,
  valueLabel,
  type Settings,
} from './settings';
import type { Knob } from './settings/knob';

test('the defaults and every preset are settings that parse to themselves', () => {
  expect(parseSettings({})).toEqual({ ok: true, settings: defaultSettings });
  for (const { name, settings } of presets) {
    expect(parseSettings(settings), name).toEqual({ ok: true, settings });
  }
});

test('numbers may be text, and missing settings are taken from the base', () => {
  const base: Settings = { ...defaultSettings, blocks: 9 };
  const parsed = parseSettings(
    { size: '32', learningRate: '1e-3', background: '#AABBCC', colour: 'rgb' },
    base,
  );
  expect(parsed).toEqual({
    ok: true,
    settings: { ...base, size: 32, learningRate: 1e-3, background: '#aabbcc', colour: 'rgb' },
  });
});

test('every knob refuses values outside its range', () => {
  for (const name of settingNames) {
    const knob = knobs[name];
    const wrong =
      knob.kind === 'integer' || knob.kind === 'number' ? [knob.max + 1, knob.min - 1, 'x', ''] : ['x'];
    for (const value of wrong) {
      expect(parseSettings({ [name]: value }), `${name} ${value}`).toMatchObject({
        ok: false,
        problems: [{ setting: name, value }],
      });
    }
  }
  expect(parseSettings({ sice: 8 })).toMatchObject({ ok: false, problems: [{ setting: 'sice' }] });
  expect(parseSettings([])).toMatchObject({ ok: false });
});

test.each<[Partial<Settings>, keyof Settings | undefined]>([
  [{ architecture: 'plain', filters: 7 }, 'filters'],
  [{ architecture: 'gated', filters: 7 }, undefined],
  [{ architecture: 'plain', blocks: 0 }, undefined],
  [{ architecture: 'gated', blocks: 0 }, 'blocks'],
  [{ architecture: 'plus-plus', blocks: 0 }, 'blocks'],
  [{ firstKernel: 4 }, 'firstKernel'],
  [{ kernel: 4 }, 'kernel'],
  [{ colour: 'palette', levels: 3 }, 'levels'],
  [{ colour: 'palette', levels: 33 }, 'levels'],
  [{ colour: 'palette', levels: 32 }, undefined],
  [{ colour: 'rgb', levels: 256 }, undefined],
])('settings that contradict each other are reported: %o', (changes, problem) => {
  const parsed = parseSettings(changes);
  expect(parsed.ok ? undefined : parsed.problems.map(({ setting }) => setting)).toEqual(problem && [problem]);
});

test('numbers as text have decimal digits alone', () => {
  for (const size of [' 16', '16 ', '0x10', '1e1', '16px', '+16', '']) {
    expect(parseSettings({ size }), size).toMatchObject({ ok: false });
  }
  for (const learningRate of [' 0.1', '0x1', '1e', '.']) {
    expect(parseSettings({ learningRate }), learningRate).toMatchObject({ ok: false });
  }
});

test('settings of other architectures are found, even with their default values', () => {
  const settings = { ...defaultSettings, architecture: 'gated' } as const;
  const given = { filters: '8', dropout: '0.5', headFilters: '64', mixtures: '5' };
  expect(unusedSettings(given, settings)).toEqual(
    ['mixtures', 'dropout'].map((setting) => ({
      setting,
      value: given[setting as keyof typeof given],
      expected: 'left out: only plus-plus networks have it, and this one is gated',
    })),
  );
  expect(Object.keys(usedSettings(settings))).toEqual(
    settingNames.filter((name) => name !== 'mixtures' && name !== 'dropout'),
  );
});

test('a setting applies to the architectures that use it', () => {
  expect(applies('mixtures', { architecture: 'plain' })).toBe(false);
  expect(applies('mixtures', { architecture: 'plus-plus' })).toBe(true);
  expect(applies('headFilters', { architecture: 'gated' })).toBe(true);
  expect(applies('kernel', { architecture: 'plus-plus' })).toBe(false);
  expect(applies('filters', { architecture: 'plus-plus' })).toBe(true);
  expect(networksUsing('kernel')).toMatch(/^plain(,| and) gated.* networks$/);
  expect(networksUsing('filters')).toBe('');
});

test('an architecture has a label in its knob, and its size in words', () => {
  for (const { label, trait } of Object.values(architectures)) {
    expect(knobs.architecture.meaning).toContain(trait ? `${label}, ${trait}` : label);
  }
  const sizes = { ...defaultSettings, filters: 16, blocks: 1, mixtures: 2 };
  expect(architectures.plain.sizeInWords(sizes)).toBe('16 filters, 1 block');
  expect(architectures['plus-plus'].sizeInWords(sizes)).toBe('16 filters, 1 block a stage, 2 mixtures');
});

test('the label of a choice is shown, and other values unchanged', () => {
  expect(valueLabel('architecture', 'plus-plus')).toBe('PixelCNN++');
  expect(valueLabel('inputScaling', '-1..1')).toBe('From −1 to 1');
  expect(valueLabel('learningRate', 1e-3)).toBe('0.001');
  const labels = settingNames.flatMap((name) => {
    const knob: Knob = knobs[name];
    return knob.kind === 'choice' ? [Object.values(knob.options)] : [];
  });
  for (const own of labels) expect(new Set(own).size).toBe(own.length);
});

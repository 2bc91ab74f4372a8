import fs from 'node:fs';
import { expect, test } from 'vitest';
import { allLicences } from './licences.mjs';
import { nameOf, shippedPackages, type Lock } from './shipped-packages.mjs';

const root = new URL('../../', import.meta.url);
const read = (file: string): unknown => JSON.parse(fs.readFileSync(new URL(file, root), 'utf8'));
const licences = allLicences();

test('all that ships is named once, with its version and licence', () => {
  const { packages } = read('package-lock.json') as { packages: Lock };
  const there = shippedPackages(packages).filter((place) => fs.existsSync(new URL(place, root)));
  for (const place of there) {
    const found = licences.filter(
      ({ name, version }) => name === nameOf(place) && version === packages[place]?.version,
    );
    expect(found, place).toHaveLength(1);
  }
  for (const name of ['PixelCNN Studio', 'TensorFlow', 'svelte', 'valibot', 'msgpackr', 'ws']) {
    expect(licences.filter((licence) => licence.name === name, name)).toHaveLength(1);
  }
  for (const { name, licence } of licences) expect(licence, name).not.toBe('');
});

test('the texts of licences are whole', () => {
  const textOf = (wanted: string) => licences.find(({ name }) => name === wanted)?.text;
  expect(textOf('sharp')).toContain('Apache License');
  // From a wheel, as on Linux, TensorFlow comes with those of its parts.
  if (process.platform === 'linux') expect(textOf('TensorFlow')?.length).toBeGreaterThan(400_000);
  expect(textOf('svelte')).toContain('Permission is hereby granted, free of charge');
});

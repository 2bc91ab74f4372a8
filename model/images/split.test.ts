import { expect, test } from 'vitest';
import { splitImages, splitOf, trainingImages, type SplitRun } from './split';

test('every image is in one part, and each part is ascending', () => {
  const { training, validation } = splitImages(101, 0.1, 3);
  expect(validation.length).toBe(10);
  expect([...training, ...validation].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 101 }, (_, i) => i),
  );
  for (const side of [training, validation]) expect(side).toEqual(side.slice().sort());
});

test('the split is reproducible, and the seed changes it', () => {
  expect([...splitImages(20, 0.25, 1).validation]).toEqual([6, 11, 12, 13, 18]);
  expect(splitImages(1000, 0.1, 1)).not.toEqual(splitImages(1000, 0.1, 2));
});

test('any share takes at least one image and leaves at least one', () => {
  const sizes = (count: number, share: number) => {
    const { training, validation } = splitImages(count, share, 1);
    return [training.length, validation.length];
  };
  expect(sizes(0, 0.5)).toEqual([0, 0]);
  expect(sizes(1, 0.5)).toEqual([1, 0]);
  expect(sizes(2, 0.01)).toEqual([1, 1]);
  expect(sizes(3, 0.5)).toEqual([1, 2]);
  expect(sizes(50, 0)).toEqual([50, 0]);
});

/** Classes of 30, 3 and 1 images, in this order. */
const dataFiles = Array.from({ length: 34 }, (_, i) => ({
  file: `${i < 30 ? 'many' : i < 33 ? 'few' : 'one'}/${String(i).padStart(2, '0')}.png`,
  sha256: '',
}));
const run = (changes: Partial<SplitRun['settings']>, reading: SplitRun['reading'] = 2): SplitRun => ({
  reading,
  dataFiles,
  settings: { validationShare: 0.5, seed: 1, classes: 'folders', ...changes },
});
const learnt = (of: SplitRun) =>
  [...new Set([...splitOf(of).training].map((image) => of.dataFiles[image]?.file.split('/')[0]))].sort();

test('at least one image of each class is used for training', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { training, validation } = splitOf(run({ seed }));
    expect(learnt(run({ seed }))).toEqual(['few', 'many', 'one']);
    expect([...training]).toContain(33);
    expect([training.length, validation.length]).toEqual([17, 17]);
    expect([...training, ...validation].sort((a, b) => a - b)).toEqual(dataFiles.map((_, i) => i));
  }
  const ones = Array.from({ length: 5 }, (_, i) => ({ file: `${i}/0.png`, sha256: '' }));
  expect([...splitOf({ ...run({}), dataFiles: ones }).validation]).toEqual([]);
});

test('without classes, and in runs of 0.1.0, any image may be used for validation', () => {
  for (const of of [run({ classes: 'ignored', seed: 3 }), run({ seed: 3 }, 1)]) {
    expect(splitOf(of)).toEqual(splitImages(34, 0.5, 3));
  }
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
  expect(seeds.some((seed) => !learnt(run({ seed }, 1)).includes('one'))).toBe(true);
});

test('the number of training images is known before they are read', () => {
  for (const share of [0, 0.01, 0.3, 0.5]) {
    for (let count = 0; count < 12; count++) {
      expect(trainingImages(count, 0, share)).toBe(splitImages(count, share, 1).training.length);
    }
    const of = run({ validationShare: share });
    expect(trainingImages(34, 3, share)).toBe(splitOf(of).training.length);
  }
  expect(trainingImages(5, 5, 0.5)).toBe(5);
});

import { expect, test } from 'vitest';
import { classify, classOfFile, Exclusion } from './classes';

const apart = (text: string) => text.normalize('NFD');

test('the class is the first folder, and images beside folders are in a class of their own', () => {
  const files = ['a.png', 'cats/a.png', 'cats/black/a.png', apart('Bären/a.png')];
  expect(files.map((file) => classOfFile(file, 2))).toEqual(['no-subfolder', 'cats', 'cats', 'Bären']);
  expect(files.map((file) => classOfFile(file, 1))).toEqual(['', 'cats', 'cats', apart('Bären')]);
});

test('without folders there are no classes', () => {
  expect(classify(['a.png', 'b.png'], 2).classNames).toEqual([]);
  expect(classify(['a.png', 'no-subfolder/b.png'], 2)).toEqual({
    classOf: ['no-subfolder', 'no-subfolder'],
    classNames: ['no-subfolder'],
  });
  expect(classify(['a.png', 'x/b.png'], 2).classNames).toEqual(['no-subfolder', 'x']);
});

test('files and classes are excluded by name, in any Unicode normalisation', () => {
  const left = new Exclusion(['', apart('Bären'), 'cats/é.png'], 2);
  const files = [
    'a.png',
    'cats/a.png',
    apart('cats/é.png'),
    'Bären/a.png',
    apart('Bären/b.png'),
    'no-subfolder/a',
  ];
  expect(files.map((file) => left.has(file))).toEqual([true, false, true, true, true, true]);
  expect(new Exclusion(['no-subfolder'], 2).has('a.png')).toBe(true);
});

test('a run of 0.1.0 excludes the same files as before', () => {
  const left = new Exclusion(['', apart('Bären')], 1);
  expect(
    ['a.png', 'Bären/a.png', apart('Bären/a.png'), 'no-subfolder/a'].map((file) => left.has(file)),
  ).toEqual([true, false, true, false]);
});

import { expect, test } from 'vitest';
import { compareFingerprints } from './dataset';

test('fingerprints show what is missing, new and changed', () => {
  const before = [
    { file: 'a', sha256: '1' },
    { file: 'b', sha256: '2' },
    { file: 'c', sha256: '3' },
  ];
  const now = [
    { file: 'b', sha256: '2' },
    { file: 'c', sha256: '9' },
    { file: 'd', sha256: '4' },
  ];
  expect(compareFingerprints(before, now, 2)).toEqual({ missing: ['a'], added: ['d'], changed: ['c'] });
  expect(compareFingerprints(before, [...before].reverse(), 2)).toEqual({
    missing: [],
    added: [],
    changed: [],
  });
});

test('fingerprints of the same files are equal in any Unicode normalisation', () => {
  const [composed, apart] = ['Ä/é.png'.normalize('NFC'), 'Ä/é.png'.normalize('NFD')];
  const one = (file: string, sha256 = '1') => [{ file, sha256 }];
  const none = { missing: [], added: [], changed: [] };
  expect(compareFingerprints(one(apart), one(composed), 2)).toEqual(none);
  expect(compareFingerprints(one(apart), one(composed, '2'), 2)).toEqual({ ...none, changed: [composed] });
  expect(compareFingerprints(one(apart), one(composed), 1)).toEqual({
    ...none,
    missing: [apart],
    added: [composed],
  });
  const both = [...one(apart, '1'), ...one(composed, '2')];
  expect(compareFingerprints(both, both, 2)).toEqual(none);
  expect(compareFingerprints(both, one(apart), 2)).toEqual({ ...none, missing: [composed] });
});

import { expect, test } from 'vitest';
import { Grants } from './grants';

test('a picture may be read from a file that was granted, and painted on such a picture', () => {
  const grants = new Grants(['/chosen.png']);
  const painted = { kind: 'painted', pixels: new Uint8Array(1) } as const;
  for (const file of ['/chosen.png', '/chosen.png/../other.png', '/other.png']) {
    const source = { kind: 'file', file } as const;
    for (const picture of [source, { ...painted, over: source }]) {
      const check = () => grants.requirePicture(picture);
      if (file === '/chosen.png') expect(check).not.toThrow();
      else expect(check).toThrow('folder-unreachable');
    }
  }
  expect(() => grants.requirePicture(painted)).not.toThrow();
});

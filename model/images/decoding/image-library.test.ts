import sharp, { type Sharp } from 'sharp';
import { expect, test, vi } from 'vitest';
import { openImage, withErrorsInWords } from './image-library';

test('work that takes too long is stopped, and damage is reported in words', async () => {
  // Work of some minutes, which the library stops after a second.
  const endless = sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#888' } })
    .median(31)
    .timeout({ seconds: 1 })
    .raw();
  await expect(withErrorsInWords(endless.toBuffer())).rejects.toMatchObject({
    name: 'ImageProblem',
    reason: 'unreadable',
    message: 'it took more than 120 seconds to decode',
  });
  const broken = openImage(Buffer.from('\x89PNG\r\n\x1a\n and then nothing', 'latin1'));
  await expect(withErrorsInWords(broken.metadata())).rejects.toThrow(/^it is damaged or incomplete: /);
});

test('no picture is decoded without a time limit', async () => {
  const limit = vi.spyOn(sharp.prototype as Sharp, 'timeout');
  await openImage(Uint8Array.of(1, 2, 3), { raw: { width: 1, height: 1, channels: 3 } })
    .raw()
    .toBuffer();
  expect(limit).toHaveBeenCalledExactlyOnceWith({ seconds: 120 });
});

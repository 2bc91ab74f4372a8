export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif';

/** The format of a picture by its first bytes, whatever its name; undefined for any other file. */
export function imageFormat(bytes: Buffer): ImageFormat | undefined {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(0, 4) === 'GIF8') return 'gif';
  if (text(0, 2) === 'BM') return 'bmp';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(text(0, 4))) return 'tiff';
  // The first box lists the file's brands; HEIC pictures have the same box with other brands.
  const brands = text(4, 8) === 'ftyp' ? text(8, bytes.readUInt32BE(0)) : '';
  return /avi[fs]/.test(brands) ? 'avif' : undefined;
}

/** Whether a WebP file of one frame is lossy. Its chunk then holds no opacity. */
export function isLossyWebp(bytes: Buffer): boolean {
  for (let at = 12; at + 8 <= bytes.length;) {
    const chunk = bytes.toString('latin1', at, at + 4);
    if (['VP8 ', 'VP8L', 'ANMF'].includes(chunk)) return chunk === 'VP8 ';
    const length = bytes.readUInt32LE(at + 4);
    at += 8 + length + (length % 2);
  }
  return false;
}

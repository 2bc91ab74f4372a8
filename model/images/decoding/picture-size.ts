/** Resizes pictures to the size that a network sees: red, green and blue of each pixel, with 8 bits. */
import type { Settings } from '../../settings';
import { readBmp } from './bmp';
import { inEightBits } from './flatten';
import type { ImageHeader } from './image-header';
import { openImage, withErrorsInWords } from './image-library';

type Square = Pick<Settings, 'size' | 'fit' | 'background'>;

const fits = { crop: 'cover', fit: 'contain', stretch: 'fill' } as const;

/**
 * Decodes, flattens and resizes in one step. The library rounds down when it flattens or converts 16 bits, so this is
 * for pictures without opacity and with 8 bits, and for the runs that were trained on such values.
 * @throws ImageProblem
 */
export async function decodeToSize(
  bytes: Buffer,
  header: ImageHeader,
  { size, fit, background }: Square,
): Promise<Uint8Array> {
  const image = openEncoded(bytes, header);
  // Otherwise a grey picture would be blended with the background's brightness, computed in another way.
  if (header.hasMoreChannels) image.pipelineColourspace('srgb');
  const colours = image
    .autoOrient()
    .flatten({ background })
    .resize(size, size, { fit: fits[fit], background, kernel: 'mitchell' })
    .toColourspace('srgb')
    .raw();
  return withErrorsInWords(colours.toBuffer());
}

function openEncoded(bytes: Buffer, { format, isPrinted }: ImageHeader) {
  if (format !== 'bmp') return openImage(bytes, { ignoreIcc: !isPrinted });
  const { pixels, width, height } = readBmp(bytes);
  return openImage(pixels, { raw: { width, height, channels: 4 } });
}

/**
 * Resizes flattened values.
 * @param values height * width * 3, with 8 bits, or 16, which are rounded to 8 at the end
 * @throws ImageProblem
 */
export async function bringToSize(
  values: Uint8Array | Uint16Array,
  { width, height }: { width: number; height: number },
  square: Square,
): Promise<Uint8Array> {
  const { size, fit, background } = square;
  const isDeep = values instanceof Uint16Array;
  if (width === size && height === size) return isDeep ? inEightBits(values) : values;
  // The library has no 16-bit background, so margins are added after rounding.
  const hasMargins = isDeep && fit === 'fit';
  const { data, info } = await withErrorsInWords(
    openImage(isDeep ? forRounding(values) : values, { raw: { width, height, channels: 3 } })
      .resize(size, size, { fit: hasMargins ? 'inside' : fits[fit], background, kernel: 'mitchell' })
      .toColourspace(isDeep ? 'rgb16' : 'srgb')
      .raw({ depth: isDeep ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  );
  if (!isDeep) return data;
  const rounded = inEightBits(new Uint16Array(data.buffer, data.byteOffset, data.length / 2));
  return hasMargins ? bringToSize(rounded, info, square) : rounded;
}

/**
 * Converts to floating-point numbers, for which the library's weights add up to 1, unlike for 16-bit integers. It
 * rounds down at the end, so adding 0.5 makes it round to the nearest.
 */
function forRounding(values: Uint16Array): Float32Array {
  const raised = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) raised[i] = (values[i] as number) + 0.5;
  return raised;
}

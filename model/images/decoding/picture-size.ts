/** Brings pictures to the size that a network sees: red, green and blue of each pixel, with 8 bits. */
import type { Settings } from '../../settings';
import { readBmp } from './bmp';
import { inEightBits } from './flatten';
import type { ImageHeader } from './image-header';
import { openImage, withErrorsInWords } from './image-library';

type Square = Pick<Settings, 'size' | 'fit' | 'background'>;

const fits = { crop: 'cover', fit: 'contain', stretch: 'fill' } as const;

/**
 * Decodes, flattens and resizes in one go. The library rounds down what it flattens and what has 16 bits, so this is for
 * pictures that have neither, and for the runs that were trained on such values.
 * @throws ImageProblem
 */
export async function decodeToSize(
  bytes: Buffer,
  header: ImageHeader,
  { size, fit, background }: Square,
): Promise<Uint8Array> {
  const image = openEncoded(bytes, header);
  // Else a grey picture would only take the background's brightness, and not by our measure of it.
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
 * @param values height * width * 3, of 8 bits or of 16, which are rounded to 8 at the end
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
  // The library has no background of 16 bits: margins are added when the rest has been rounded.
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
 * For whole numbers of 16 bits the library's weights do not quite add up to 1; for floating-point numbers they do. In the
 * end it rounds down, which the half makes a rounding to the nearest.
 */
function forRounding(values: Uint16Array): Float32Array {
  const raised = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) raised[i] = (values[i] as number) + 0.5;
  return raised;
}

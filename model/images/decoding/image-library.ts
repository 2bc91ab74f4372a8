/** The image library, configured for untrusted files. */
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { reasonOf } from '../../errors';
import { mostDecodingSeconds } from '../../limits';
import { ImageProblem } from './image-problem';

// For many small pictures: one thread per picture, several pictures at once, and no cache, since nothing is read
// twice.
sharp.concurrency(1);
sharp.cache(false);

// Loaders of other formats are blocked, whatever a file claims to be. SVG is allowed to draw the labels of sheets.
const loaders = ['Png', 'Jpeg', 'Uhdr', 'Webp', 'Nsgif', 'Tiff', 'Heif', 'Svg'];
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}`) });

/** Opens encoded bytes, or raw values that `options.raw` describes. The caller has checked their size. */
export function openImage(input: Uint8Array | Float32Array, options: SharpOptions = {}): Sharp {
  const trusted = { limitInputPixels: false, limitInputChannels: false, failOn: 'error' } as const;
  return sharp(input, { ...trusted, ...options }).timeout({ seconds: mostDecodingSeconds });
}

/** The result of the library's work. @throws ImageProblem instead of the library's own errors */
export async function withErrorsInWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const [first = ''] = reasonOf(thrown).split('\n', 1);
    if (first.startsWith('timeout'))
      throw new ImageProblem(`it took more than ${mostDecodingSeconds} seconds to decode`);
    throw new ImageProblem(
      `it is damaged or incomplete: ${first.replace(/^Input .* has corrupt header: /, '')}`,
    );
  }
}

/** The image library, set up for files that anyone may have made. */
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { reasonOf } from '../../errors';
import { ImageProblem } from './image-problem';

// Many small pictures: one thread for each picture, several pictures at once, and nothing is read twice.
sharp.concurrency(1);
sharp.cache(false);

// What reads other formats is never reached, however a file disguises itself. The words on sheets are drawn as SVG.
const loaders = ['Png', 'Jpeg', 'Uhdr', 'Webp', 'Nsgif', 'Tiff', 'Heif', 'Svg'];
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: loaders.map((name) => `VipsForeignLoad${name}`) });

/** No picture within the other limits takes so long, even on a slow machine. */
const mostSeconds = 120;

/** Opens encoded bytes, or the bare values that `options.raw` describes. The caller has checked how large they are. */
export function openImage(input: Uint8Array | Float32Array, options: SharpOptions = {}): Sharp {
  const trusted = { limitInputPixels: false, limitInputChannels: false, failOn: 'error' } as const;
  return sharp(input, { ...trusted, ...options }).timeout({ seconds: mostSeconds });
}

/** The result of the library's work. @throws ImageProblem in place of its own errors */
export async function withErrorsInWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    const [first = ''] = reasonOf(thrown).split('\n', 1);
    if (first.startsWith('timeout'))
      throw new ImageProblem(`it took more than ${mostSeconds} seconds to decode`);
    throw new ImageProblem(
      `it is damaged or incomplete: ${first.replace(/^Input .* has corrupt header: /, '')}`,
    );
  }
}

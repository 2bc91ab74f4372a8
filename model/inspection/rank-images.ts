/** The images of a run by how much they surprise its network: odd, mislabelled and damaged ones come first. */
import { setImmediate } from 'node:timers/promises';
import { StudioError } from '../errors';
import type { Ranking } from '../reports';
import { inspectImage } from './inspect-image';
import { classIndexOf, classOfSource, readPart, type ImagePart } from './picture-source';
import { loadWeights } from '../training/checkpoint';

/** So many are looked at, and so many told. */
const mostImages = 2000;
const mostTold = 200;

/** @throws StudioError cancelled, data-changed, and as `loadWeights` */
export async function rankImages(
  runFolder: string,
  part: ImagePart,
  { onProgress, signal }: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal } = {},
): Promise<Ranking> {
  const run = loadWeights(runFolder);
  const { files, pictures } = await readPart(run.record, part, mostImages);
  const { count, height, width, channels, pixels } = pictures;
  const size = height * width * channels;
  const looks: { bits: number; surprise: Float32Array }[] = [];
  for (let index = 0; index < count; index++) {
    if (signal?.aborted) throw new StudioError('cancelled', {});
    const picture = { ...pictures, count: 1, pixels: pixels.subarray(index * size, (index + 1) * size) };
    const className = classOfSource(runFolder, run.record, { kind: part, index });
    const { bitsPerDim, surprise } = inspectImage(run, picture, classIndexOf(run.record, className));
    looks.push({ bits: bitsPerDim, surprise: perPixel(surprise, channels) });
    onProgress?.(index + 1, count);
    await setImmediate();
  }
  const bitsOf = (index: number) => looks[index]?.bits ?? 0;
  const order = Array.from(looks.keys()).sort((a, b) => bitsOf(b) - bitsOf(a));
  const told = order.slice(0, mostTold);
  const map = height * width;
  const ranked = new Uint8Array(told.length * size);
  const surprise = new Float32Array(told.length * map);
  told.forEach((index, place) => {
    ranked.set(pixels.subarray(index * size, (index + 1) * size), place * size);
    surprise.set(looks[index]?.surprise ?? [], place * map);
  });
  return {
    files: told.map((index) => files[index] as string),
    indices: told,
    pictures: { ...pictures, count: told.length, pixels: ranked },
    bits: told.map(bitsOf),
    surprise,
    total: count,
  };
}

/** [H,W,C] to [H,W], channels added. */
function perPixel(values: Float32Array, channels: number): Float32Array {
  if (channels === 1) return values;
  return Float32Array.from({ length: values.length / channels }, (_, place) =>
    values.subarray(place * channels, (place + 1) * channels).reduce((sum, value) => sum + value, 0),
  );
}

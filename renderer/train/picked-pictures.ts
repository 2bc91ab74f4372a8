import type { Pictures } from '../../model/events';

/** At most `most` of the pictures, evenly picked, so that all classes appear, which follow one another. */
export function evenlyPicked(pictures: Pictures, most: number): Pictures {
  const count = Math.min(most, pictures.count);
  const places = Array.from({ length: count }, (_, i) => Math.floor((i * pictures.count) / count));
  return picked(pictures, places);
}

/** The pictures at these places. */
export function picked(pictures: Pictures, places: readonly number[]): Pictures {
  const dimensions = pictures.height * pictures.width * pictures.channels;
  const pixels = new Uint8Array(places.length * dimensions);
  places.forEach((place, i) => {
    pixels.set(pictures.pixels.subarray(place * dimensions, (place + 1) * dimensions), i * dimensions);
  });
  return { ...pictures, count: places.length, pixels };
}

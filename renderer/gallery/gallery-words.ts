/** Descriptions of a gallery and its pictures. */
import type { GallerySummary } from '../../electron/api/gallery';
import { drawnAs } from '../../model/gallery/drawn-as';
import { cutsOf } from '../../model/likelihood/shaping-options';
import type { Completion } from '../../model/reports';
import { moment, whole } from '../words/quantities';
import { classWords } from '../words/run-words';

/** What is special about a gallery, each part after a comma. */
export function galleryExtras({ className, completion, complete, grid, stars }: GallerySummary): string {
  return [
    ...(grid ? [`rows by ${grid.kind}`] : []),
    ...(stars.length ? [`${stars.length} starred`] : []),
    ...(className === null ? [] : [`class ${classWords(className)}`]),
    ...(completion ? ['completed'] : []),
    ...(complete ? [] : ['unfinished']),
  ]
    .map((extra) => `, ${extra}`)
    .join('');
}

/** A picture by its number, with the value of its row and its class where there are such. */
export function pictureWords(gallery: GallerySummary, index: number, classNames: readonly string[]): string {
  const kind = gallery.grid?.kind;
  const { className, rowValue } = drawnAs(gallery, index, classNames);
  return [
    `Picture ${index}`,
    ...(kind && kind !== 'class' ? [`${kind} ${rowValue}`] : []),
    ...(className === null ? [] : [`class ${classWords(className)}`]),
  ].join(', ');
}

/** The rarer facts of a gallery's drawing, those beside count, seed and temperature. */
export function drawingFacts(gallery: GallerySummary): string {
  const { width, height, start, step, model, program, created } = gallery;
  return [
    `${width} × ${height} px`,
    `start ${start}`,
    ...cutsOf(gallery).map(({ name, value }) => `${name} ${value}`),
    `step ${whole(step)} of “${model}”`,
    `drawn ${moment(created)}`,
    `version ${program}`,
  ].join(', ');
}

/** Warns that some given pixels cannot be seen by earlier drawn ones; empty when there are none. */
export function unseenWords({ unheard }: Completion): string {
  if (unheard === 0) return '';
  const comes = unheard === 1 ? 'pixel comes' : 'pixels come';
  return (
    `${whole(unheard)} given ${comes} after the first drawn one in raster order: ` +
    'pixels drawn before them cannot see them.'
  );
}

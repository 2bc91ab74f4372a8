/** How a run is put into words. */
import type { Completion, GallerySummary } from '../../electron/api/gallery';
import type { TrainingPhase } from '../../electron/api/training';
import type { RunStatus } from '../../model/events';
import { architectureOf } from '../../model/nets/architectures';
import { knobs, lengthSetting, type Settings } from '../../model/settings';
import { drawnAs } from '../../model/gallery/drawn-as';
import { counted, listed, moment, significant, whole } from './quantities';
import type { Against } from '../inspect/pixel/map-choice.svelte';
import type { KeptChoice } from '../train/run-form.svelte';

const colourWords: Record<Settings['colour'], (levels: number) => string> = {
  grey: (levels) => counted(levels, 'level'),
  rgb: (levels) => `RGB, ${counted(levels, 'level')}`,
  palette: (levels) => `palette of ${levels}`,
};

/** The settings that tell runs apart, on one line. */
export function settingsLine(settings: Settings): string {
  return [
    architectureOf(settings).label,
    `${settings.size} × ${settings.size} px`,
    colourWords[settings.colour](settings.levels),
    ...(settings.classes === 'folders' ? ['classes'] : []),
    counted(settings.filters, 'filter'),
    counted(settings.blocks, 'block'),
    `batch ${settings.batchSize}`,
    `rate ${settings.learningRate}`,
    `seed ${settings.seed}`,
  ].join(' · ');
}

/**
 * The length of a run that does not count, as it follows from the one that does.
 * @param length settings, or entries of a form, right or not
 * @param stepsPerEpoch null or 0 while it is not known
 */
export function followingLength(
  length: Readonly<Record<'epochs' | 'steps', string | number>>,
  stepsPerEpoch: number | null,
): { name: 'epochs' | 'steps'; value: string } {
  const [epochs, steps, perEpoch] = [Number(length.epochs), Number(length.steps), stepsPerEpoch || NaN];
  const shown = (value: number) => (value > 0 ? `= ${value < 100 ? significant(value) : whole(value)}` : '–');
  return lengthSetting(length) === 'steps'
    ? { name: 'epochs', value: shown(steps / perEpoch) }
    : { name: 'steps', value: shown(epochs * perEpoch) };
}

/** Which choices about the data a preset left as they were, and what it would use. */
export function keptWords(kept: readonly KeptChoice[]): string {
  const chosen = listed(kept.map(({ name, own }) => `${knobs[name].label.toLowerCase()} ${own}`));
  return `Kept as you chose: ${chosen}; this preset would use ${listed(kept.map(({ preset }) => preset))}.`;
}

/** A class as its folder is named; images beside the folders have none. */
export function classWords(name: string): string {
  return name || 'No subfolder';
}

/** What a gallery shows beyond pictures drawn from nothing, each part after a comma. */
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
  const { width, height, start, topK, topP, step, model, program, created } = gallery;
  return [
    `${width} × ${height} px`,
    `start ${start}`,
    ...(topK ? [`top k ${topK}`] : []),
    ...(topP < 1 ? [`top p ${topP}`] : []),
    `step ${whole(step)} of “${model}”`,
    `drawn ${moment(created)}`,
    `version ${program}`,
  ].join(', ');
}

/** How the rows and columns of compared pictures are called. */
export interface RowNames {
  /** What the rows compare, and what the columns have in common. */
  corner: string;
  rows: string[];
  /** Numbers of the pictures, which with the seed name their dice. */
  columns: string[];
}

/** Each row has one value, and each column the same dice in all rows. */
export function rowNames(
  { kind, values }: NonNullable<GallerySummary['grid']>,
  { count, seed, firstImage = 0 }: { count: number; seed: number; firstImage?: number },
): RowNames {
  const across = count / values.length;
  return {
    corner: `${kind} × seed ${seed}`,
    rows: kind === 'class' ? values.map(classWords) : [...values],
    columns: Array.from({ length: across }, (_, column) => String(firstImage + column)),
  };
}

/** What the order of drawing means for a completion; empty when every given pixel could be seen. */
export function unheardWords({ unheard }: Completion): string {
  if (unheard === 0) return '';
  const lie = unheard === 1 ? 'pixel lies' : 'pixels lie';
  return (
    `${whole(unheard)} given ${lie} after the first drawn one in scan order: ` +
    'what is drawn before them cannot see them.'
  );
}

export const statusWords: Record<RunStatus | TrainingPhase, string> = {
  idle: '',
  starting: 'Starting',
  running: 'Running',
  pausing: 'Pausing…',
  paused: 'Paused',
  stopping: 'Stopping…',
  finished: 'Finished',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
  imported: 'Imported',
};

/** What a difference in bits over a whole picture says: of other weights, or of a stroke. */
export function comparedWords(against: Against, runName: string, difference: number): string {
  const isSame = Math.abs(difference) < 0.05;
  const amount = `${Math.abs(difference).toFixed(1)} bits ${difference < 0 ? 'fewer' : 'more'}`;
  const takes = `The picture takes ${isSame ? 'as many bits as' : `${amount} than`}`;
  if (against.kind === 'stroke') return `${takes} before the stroke.`;
  const other = against.kind === 'checkpoint' ? `step ${whole(against.step)}` : `“${runName}”`;
  if (isSame) return `${takes} with ${other}: neither is better on it.`;
  return `${takes} with ${other}, so ${other} is ${difference < 0 ? 'worse' : 'better'} on it.`;
}

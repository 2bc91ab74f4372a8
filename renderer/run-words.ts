/** How a run is put into words. */
import type { Completion, GallerySummary, RunStatus, TrainingPhase } from '../electron/api';
import type { Architecture, Settings } from '../model/settings';
import { counted, whole } from './quantities';
import type { Against } from './state/map-choice.svelte';

export const architectureNames: Record<Architecture, string> = {
  plain: 'PixelCNN',
  gated: 'Gated PixelCNN',
  'plus-plus': 'PixelCNN++',
};

const colourWords: Record<Settings['colour'], (levels: number) => string> = {
  grey: (levels) => counted(levels, 'level'),
  rgb: (levels) => `RGB, ${counted(levels, 'level')}`,
  palette: (levels) => `palette of ${levels}`,
};

/** The settings that tell runs apart, on one line. */
export function settingsLine(settings: Settings): string {
  return [
    architectureNames[settings.architecture],
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

/** In rows that compare something, the value of a picture's row, to stand behind its number. */
export function rowValue({ grid, count }: GallerySummary, index: number): string {
  if (!grid) return '';
  const value = grid.values[Math.floor(index / (count / grid.values.length))];
  return `, ${grid.kind} ${value}`;
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
  pausing: 'Pausing',
  paused: 'Paused',
  stopping: 'Stopping',
  finished: 'Finished',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
  imported: 'Imported',
};

/** What a difference in bits over a whole picture says: of other weights, or of a stroke. */
export function comparedWords(against: Against, runName: string, difference: number): string {
  const amount = `${Math.abs(difference).toFixed(1)} bits ${difference < 0 ? 'less' : 'more'}`;
  const isSame = Math.abs(difference) < 0.05;
  if (against.kind === 'stroke') {
    return `In all ${isSame ? 'as many bits as' : `${amount} than`} before the stroke.`;
  }
  const other = against.kind === 'checkpoint' ? `step ${whole(against.step)}` : runName;
  if (isSame) return `In all as many bits as ${other}: neither is better here.`;
  return `In all ${amount} than ${other}, which is ${difference < 0 ? 'worse' : 'better'} on this picture.`;
}

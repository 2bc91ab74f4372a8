/** How a run is put into words. */
import type { RunStatus, TrainingPhase } from '../electron/api';
import type { Architecture, Settings } from '../model/settings';
import { counted } from './quantities';

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

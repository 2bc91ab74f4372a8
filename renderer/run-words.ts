/** How a run is put into words. */
import type { RunStatus, TrainingPhase } from '../electron/api';
import type { Settings } from '../model/settings';
import { counted } from './quantities';

/** The settings that tell runs apart, on one line. */
export function settingsLine(settings: Settings): string {
  return [
    `${settings.size} × ${settings.size} px`,
    counted(settings.levels, 'level'),
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
